package reports

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"net/mail"
	"regexp"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Read returns what a mail with a delivery report says of each recipient. It refuses what is no mail, and mail without a report:
// somebody's answer, a note that they are away.
func Read(r io.Reader) ([]contact.Bounce, error) {
	whole := bufio.NewReader(r)
	if first, _ := whole.Peek(5); string(first) == "From " { // as programs that keep mail in files put before it
		if _, err := whole.ReadString('\n'); err != nil {
			return nil, base.Refuse(base.Invalid, "bounces.no_mail")
		}
	}
	m, err := mail.ReadMessage(whole)
	if err != nil {
		return nil, base.Refuse(base.Invalid, "bounces.no_mail")
	}
	var found report
	if err := found.look(m.Header.Get, m.Body, 0); err != nil {
		return nil, base.Refuse(base.Invalid, "bounces.broken")
	}
	about := found.message
	if about == "" {
		about = messageID(m.Header.Get("In-Reply-To"))
	}
	all := found.recipients
	if all == nil {
		all = inWords(m.Header, found.text)
	}
	if all == nil {
		return nil, base.Refuse(base.Invalid, "bounces.no_report")
	}
	for n := range all {
		all[n].Message = about
	}
	return all, nil
}

// inWords returns whom a report in sentences names in its header.
func inWords(h mail.Header, text []byte) []contact.Bounce {
	named := h.Get("X-Failed-Recipients")
	if named == "" {
		return nil
	}
	status := statusCode.Find(text)
	if status == nil {
		status = []byte("5.0.0")
	}
	var all []contact.Bounce
	for one := range strings.SplitSeq(named, ",") {
		if address := addressIn(one); address != "" {
			all = append(all, contact.Bounce{Addresses: []string{address}, Failed: true, Status: string(status)})
		}
	}
	return all
}

// statusCode is an enhanced status code of a failure (RFC 3463).
var statusCode = regexp.MustCompile(`\b[45]\.\d{1,3}\.\d{1,3}\b`)

// ids are where a header names a message.
var (
	idOfMail  = regexp.MustCompile(`(?im)^Message-ID:\s*<([^<>\s]{1,250})>`)
	idOfOther = regexp.MustCompile(`<([^<>\s]{1,250})>`)
)

// messageID returns the first id that a header's value names.
func messageID(value string) string {
	if found := idOfOther.FindStringSubmatch(value); found != nil {
		return found[1]
	}
	return ""
}

// returnedID returns the Message-ID in what was sent back of a mail.
func returnedID(text []byte) string {
	head, _, _ := bytes.Cut(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n\n"))
	if found := idOfMail.FindSubmatch(head); found != nil {
		return string(found[1])
	}
	return ""
}

// mediaType returns the type of a part, and its boundary where it has parts itself.
func mediaType(value string) (kind, boundary string) {
	kind, parameters, err := mime.ParseMediaType(value)
	if err != nil && kind == "" {
		kind, _, _ = strings.Cut(strings.ToLower(value), ";")
		kind = strings.TrimSpace(kind)
	}
	return kind, parameters["boundary"]
}

// addressIn returns the mail address in a text such as "<ana@example.org>"; nothing where there is none.
func addressIn(text string) string {
	found, err := mail.ParseAddress(strings.TrimSpace(text))
	if err != nil {
		return ""
	}
	return found.Address
}
