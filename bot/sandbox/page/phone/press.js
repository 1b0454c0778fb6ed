// Why: what a press on a button below a message does: it goes to the bot, whose answer is shown, or it stays in the client.

import { api } from "../api.js";
import { showAlert } from "../dialogs.js";
import { safeUrl } from "../text.js";
import { t } from "../words/words.js";

/** Presses a button of a message in this phone; `key` is what looks busy until the bot has answered. */
export async function press(phone, message, button, key) {
  if (button.url) return phone.link(button.url) || window.open(safeUrl(button.url) ?? "about:blank", "_blank", "noopener");
  if (button.copy_text) return phone.copy(button.copy_text.text);
  if (button.callback_data === undefined) return phone.toast(t("unsupported"));
  key.setAttribute("aria-busy", "true");
  const pressed = await phone.attempt(() => api.press({ ...phone.about(message), data: button.callback_data }));
  const answer = pressed && (await phone.world.answers.to(pressed.query_id));
  key.removeAttribute("aria-busy");
  if (pressed) await show(phone, answer);
}

async function show(phone, answer) {
  if (!answer) phone.toast(t("noAnswer"));
  else if (answer.url) phone.link(answer.url);
  else if (answer.show_alert) await showAlert(phone.world.botName(t("bot")), answer.text ?? "");
  else if (answer.text) phone.toast(answer.text);
}
