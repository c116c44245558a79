"""Reads a mail as Python's email package does, strictly, and prints what is wrong with it."""
import re
import sys
from email import message_from_bytes, policy

raw = sys.stdin.buffer.read()
wrong = []


def expect(about, holds):
    if not holds:
        wrong.append(about)


# RFC 5322: lines, and which fields there are how often
head = raw.split(b"\r\n\r\n", 1)[0]
expect("a bare CR or LF", not re.search(rb"[^\r]\n|\r[^\n]", raw))
expect("a line of more than 998 characters", max(map(len, raw.split(b"\r\n"))) <= 998)
expect("a header that is not ASCII", head.isascii())
lines = [line for line in head.split(b"\r\n") if not re.match(rb"\s(h|c)=|DKIM", line)]  # what is signed stands in one
expect("a header's line of more than 78 characters", max(map(len, lines)) <= 78)
m = message_from_bytes(raw, policy=policy.SMTP.clone(raise_on_defect=True))
names = [name.lower() for name in m.keys()]
for name in ("from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type", "auto-submitted"):
    expect("%s stands there %d times" % (name, names.count(name)), names.count(name) == 1)
for name, value in m.items():
    for defect in getattr(value, "defects", ()):
        wrong.append("%s: %r" % (name, defect))
for name in ("from", "to", "reply-to"):
    expect("%s is not one address" % name, len(m[name].addresses) == 1 and "@" in m[name].addresses[0].addr_spec)
expect("the date is none", m["date"].datetime is not None and m["date"].datetime.tzinfo is not None)
expect("the message id is none", re.fullmatch(r"<[A-Za-z0-9-]+@[a-z.]+>", m["message-id"]))
expect("there is a name for whom it is to", m["to"].addresses[0].display_name == "")

# RFC 3834
expect("nobody is told that a program wrote it", m["auto-submitted"] == "auto-generated")

# RFC 8058 (and 2369): both, or neither
if "list-unsubscribe" in names or "list-unsubscribe-post" in names:
    expect("List-Unsubscribe has no single https address", re.fullmatch(r"<https://[^\s<>,]+>", m["list-unsubscribe"]))
    expect("List-Unsubscribe-Post is another", m["list-unsubscribe-post"] == "List-Unsubscribe=One-Click")
    if "dkim-signature" in names:
        signed = re.search(r"\bh=([^;]*)", m["dkim-signature"]).group(1)
        signed = re.sub(r"\s", "", signed).lower().split(":")
        for name in ("list-unsubscribe", "list-unsubscribe-post", "from", "date", "subject"):
            expect("%s is not signed" % name, name in signed)

# MIME: the plain text first, then the same as HTML
expect("it has not two forms", m.get_content_type() == "multipart/alternative")
forms = list(m.iter_parts())
expect("its forms are others", [p.get_content_type() for p in forms] == ["text/plain", "text/html"])
for p in forms:
    expect("a form is empty or cannot be read", len(p.get_content().strip()) > 20 and "\ufffd" not in p.get_content())

print("\n".join(wrong))
print("subject:", m["subject"])
