"""What is one emoji: the grammar of Unicode (UTS #51), for reactions and messages of nothing but emoji.

No list of all sequences: a new one works before this server has heard of it.
"""

import re
import unicodedata

SHOWN_AS, JOINER, KEYCAP = "\ufe0f", "\u200d", "\u20e3"
MAX_LENGTH = 64
# Characters that are drawn as text unless U+FE0F follows them, and those that are pictures anyhow.
_TEXT = (
    "©®‼⁉™ℹ↔-↙↩↪⌨⏏⏭-⏯⏱⏲⏸-⏺Ⓜ▪▫▶◀◻◼☀-☄☎☑☘☝☠☢☣☦☪☮☯☸-☺♀♂♟♠♣♥♦♨♻♾⚒⚔-⚗⚙⚛⚜⚠⚧⚰⚱⛈⛏⛑⛓⛩⛰⛱⛴⛷-⛹✂✈✉✌✍✏✒✔✖✝✡✳✴❄❇❣❤➡⤴⤵"
    "⬅-⬇〰〽㊗㊙🅰🅱🅾🅿🈂🈷🌡🌤-🌬🌶🍽🎖🎗🎙-🎛🎞🎟🏋-🏎🏔-🏟🏳🏵🏷🐿👁📽🕉🕊🕯🕰🕳-🕹🖇🖊-🖍🖐🖥🖨🖱🖲🖼🗂-🗄🗑-🗓🗜-🗞🗡🗣🗨🗯🗳"
    "🗺🛋🛍-🛏🛠-🛥🛩🛰🛳"
)
_PICTURE = (
    "⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕🀄🃏🆎🆑-🆚🈁🈚🈯🈲-🈶🈸-🈺🉐🉑🌀-🏺🐀-🔽🕋-🕎🕐-🕧"
    "🕺🖕🖖🖤🗻-🙏🚀-🛅🛌🛐-🛒🛕-🛗🛜-🛟🛫🛬🛴-🛼🟠-🟫🟰🤌-🤺🤼-🥅🥇-🧿🩰-🫿"
)
_SKIN, _TAGS = "[🏻-🏿]", "(?:[\U000e0020-\U000e007e]+\U000e007f)?"
_ONE = f"(?:[{_TEXT}{_PICTURE}]{_SKIN}?{_TAGS})"
_EMOJI = re.compile(f"[🇦-🇿]{{2}}|[0-9#*]{KEYCAP}|{_ONE}(?:{JOINER}{_ONE})*")
_BARE = re.compile(f"([{_TEXT}])(?!{_SKIN})|([0-9#*])(?={KEYCAP})")


def emoji_of(text: str) -> str | None:
    """Return one emoji in its one spelling; None for anything else."""
    if not 0 < len(text) <= MAX_LENGTH:
        return None
    bare = text.replace(SHOWN_AS, "")
    return _spelled(bare) if _EMOJI.fullmatch(bare) and _assigned(bare) else None


def only_emoji(text: str) -> bool:
    """Is this one or more emoji and nothing else but blanks?"""
    bare = "".join(text.replace(SHOWN_AS, "").split())
    return bool(bare) and bool(re.fullmatch(f"(?:{_EMOJI.pattern})+", bare)) and _assigned(bare)


def _spelled(bare: str) -> str:
    return _BARE.sub(lambda found: found[0] + SHOWN_AS, bare)


def _assigned(bare: str) -> bool:
    return all(unicodedata.category(letter) != "Cn" for letter in bare)
