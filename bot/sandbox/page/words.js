// Why: the page's own words, in Chinese and English side by side, so that neither is forgotten.
// What the bot says is not translated here: it arrives in the language of the person who reads it.

const WORDS = {
  title: ["机器人沙盒", "Bot sandbox"],
  live: ["已连接", "Connected"],
  offline: ["连接已断开，正在重连…", "Connection lost, reconnecting…"],
  unreachable: ["连不上沙盒", "The sandbox cannot be reached"],
  language: ["English", "中文"],
  violations: ["违规", "Violations"],
  violationsNone: ["没有违规记录。", "Nothing to report."],
  violationsAbout: ["守规矩的机器人不会发出这些请求：", "A well-behaved bot would not have sent these:"],
  faults: ["故障", "Faults"],
  faultsAbout: ["给机器人的请求制造故障：", "Make the bot's requests go wrong:"],
  faultsActive: ["当前故障：{0} 个", "Active faults: {0}"],
  faultSlow: ["每次应答都慢 3 秒", "Every answer 3 s late"],
  fault429: ["下一次请求：429，稍候 10 秒", "Next request: 429, wait 10 s"],
  fault502: ["接下来三次请求：502", "Next three requests: 502"],
  faultCut: ["下一次请求：处理完就断开连接", "Next request: done, then cut off"],
  faultClear: ["全部清除", "Clear all"],
  close: ["关闭", "Close"],
  ok: ["好", "OK"],
  cancel: ["取消", "Cancel"],
  phoneLeft: ["手机一", "Phone 1"],
  phoneRight: ["手机二", "Phone 2"],
  who: ["身份", "Who am I"],
  personMenu: ["更多操作", "More"],
  newPerson: ["新建人物…", "New person…"],
  newPersonTitle: ["新建人物", "New person"],
  name: ["姓名", "Name"],
  appLanguage: ["客户端语言", "App language"],
  languageZh: ["简体中文（zh-hans）", "Simplified Chinese (zh-hans)"],
  languageEn: ["英语（en）", "English (en)"],
  languageNone: ["未提供", "Not given"],
  create: ["创建", "Create"],
  block: ["停用机器人", "Block the bot"],
  unblock: ["恢复使用机器人", "Unblock the bot"],
  blocked: ["你已停用这个机器人。", "You have blocked this bot."],
  chats: ["聊天列表", "Chats"],
  back: ["返回聊天列表", "Back to the chats"],
  bot: ["机器人", "Bot"],
  general: ["综合", "General"],
  closedTopic: ["已关闭", "closed"],
  unread: ["{0} 条未读", "{0} unread"],
  messages: ["消息", "Messages"],
  empty: ["还没有消息", "No messages yet"],
  start: ["开始", "START"],
  startHint: ["点“开始”，与机器人对话", "Press START to talk to the bot"],
  nobody: ["还没有人物。先新建一个吧。", "There is nobody yet. Create a person first."],
  earlier: ["更早的消息", "Earlier messages"],
  newest: ["回到最新消息", "To the newest message"],
  typing: ["正在输入…", "typing…"],
  edited: ["已编辑", "edited"],
  forwarded: ["转发自 {0}", "Forwarded from {0}"],
  actions: ["消息操作", "Message actions"],
  reply: ["回复", "Reply"],
  edit: ["编辑", "Edit"],
  copy: ["复制", "Copy"],
  copied: ["已复制", "Copied"],
  react: ["表情回应 {0}", "React with {0}"],
  replyingTo: ["回复 {0}", "Replying to {0}"],
  editing: ["编辑消息", "Editing the message"],
  write: ["输入消息", "Message"],
  send: ["发送", "Send"],
  attach: ["添加附件", "Attach a file"],
  tooBig: ["附件不能超过 20 MB。", "A file may not be larger than 20 MB."],
  detach: ["移除附件", "Remove the file"],
  commands: ["命令菜单", "Commands"],
  commandsNone: ["这里没有命令。", "No commands here."],
  showKeyboard: ["显示或收起快捷按钮", "Show or hide the keyboard"],
  photo: ["照片", "Photo"],
  file: ["文件", "File"],
  voice: ["语音", "Voice message"],
  poll: ["投票", "Poll"],
  contact: ["联系人", "Contact"],
  location: ["位置", "Location"],
  unsupported: ["这里用不了这个按钮。", "This button does not work here."],
  cannotShow: ["［无法显示的消息］", "[a message this page cannot show]"],
  noAnswer: ["机器人没有应答。", "The bot did not answer."],
  whoOpens: ["谁来打开这个链接？", "Who opens this link?"],
  spoiler: ["已遮盖的文字，点按可显示", "Hidden text, press to show"],
  joined: ["{0} 加入了群组", "{0} joined the group"],
  left: ["{0} 离开了群组", "{0} left the group"],
  topicMade: ["话题已创建：{0}", "Topic created: {0}"],
  topicRenamed: ["话题已改名：{0}", "Topic renamed: {0}"],
  topicClosed: ["话题已关闭", "Topic closed"],
  topicReopened: ["话题已重新打开", "Topic reopened"],
  pinned: ["消息已置顶", "A message was pinned"],
  groupMoved: ["群组已升级为超级群组", "The group became a supergroup"],
  groupMade: ["群组已创建", "The group was created"],
  today: ["今天", "Today"],
  yesterday: ["昨天", "Yesterday"],
};

const saved = localStorage.getItem("language");
let language = saved ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

export const locale = () => (language === "zh" ? "zh-Hans-CN" : "en-GB");

export function t(key, ...values) {
  const text = WORDS[key][language === "zh" ? 0 : 1];
  return text.replace(/\{(\d)\}/g, (_, n) => values[n]);
}

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
}

export const clockTime = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function dayName(seconds) {
  const day = new Date(seconds * 1000);
  const ago = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 86_400_000);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  const sameYear = day.getFullYear() === new Date().getFullYear();
  return day.toLocaleDateString(locale(), { year: sameYear ? undefined : "numeric", month: "long", day: "numeric" });
}
