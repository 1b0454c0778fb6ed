"""A colleague's formatting, taken over as it is.

The library renders entities as HTML, but puts the address of a link and the name of a programming language in as they are,
where a quote or an ampersand would say something else, leaves out what makes such a name count, and gives up at an entity that
cuts a character in two.
"""

import html

from telegram import Message, MessageEntity

from handlers.kit.markup import Html, escape


def rich(message: Message) -> Html:
    """Return the text or caption of ``message`` with its formatting; plain where that cannot be read."""
    text = message.text or message.caption or ""
    entities = [_escaped(entity) for entity in message.entities or message.caption_entities]
    rendered = Message(message.message_id, message.date, message.chat, text=text.replace("\x00", " "), entities=entities)
    try:
        return Html(rendered.text_html)
    except UnicodeDecodeError:
        return escape(text)


def _escaped(entity: MessageEntity) -> MessageEntity:
    values = entity.to_dict()
    if entity.url is not None:
        values["url"] = html.escape(entity.url)
    if entity.language is not None:
        values["language"] = f"language-{html.escape(entity.language)}"
    return MessageEntity.de_json(values)
