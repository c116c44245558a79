package reports

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"

	"soundings/cohorts/contact"
)

// report is what was found in a mail.
type report struct {
	recipients []contact.Bounce // nil: there is no delivery status
	message    string           // id of the mail that was sent back
	text       []byte           // the first sentences
	parts      int
}

// What no report has more of.
const (
	maxDepth = 5
	maxParts = 50
)

// errTooMuch is of parts in parts in parts.
var errTooMuch = errors.New("it has too many parts")

// look looks for the report in a part of a mail, and in the parts of that.
func (r *report) look(header func(name string) string, body io.Reader, depth int) error {
	if r.parts++; r.parts > maxParts || depth > maxDepth {
		return errTooMuch
	}
	kind, boundary := mediaType(header("Content-Type"))
	if strings.HasPrefix(kind, "multipart/") && boundary != "" {
		return r.each(multipart.NewReader(body, boundary), depth)
	}
	text, err := io.ReadAll(decoded(header("Content-Transfer-Encoding"), body))
	if err != nil && len(text) == 0 {
		return fmt.Errorf("reading a part: %w", err)
	}
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		if r.recipients == nil {
			r.recipients = recipientsIn(text)
		}
	case "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
		if r.message == "" {
			r.message = returnedID(text)
		}
	case "", "text/plain":
		if r.text == nil {
			r.text = text
			if found := idOfMail.FindSubmatch(text); found != nil && r.message == "" {
				r.message = string(found[1])
			}
		}
	}
	return nil
}

// each looks into each of several parts. Where the last one is cut off, those before it count.
func (r *report) each(parts *multipart.Reader, depth int) error {
	for {
		part, err := parts.NextRawPart()
		switch {
		case errors.Is(err, io.EOF), err != nil && r.recipients != nil:
			return nil
		case err != nil:
			return fmt.Errorf("reading the parts: %w", err)
		}
		if err := r.look(part.Header.Get, part, depth+1); err != nil {
			return err
		}
	}
}

// decoded reads what is encoded for the way.
func decoded(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// recipientsIn returns what a delivery status says of each recipient. Its fields stand in groups: first those of the mail, then
// those of each recipient.
func recipientsIn(status []byte) []contact.Bounce {
	all := []contact.Bounce{}
	text := strings.ReplaceAll(string(status), "\r\n", "\n")
	for group := range strings.SplitSeq(text, "\n\n") {
		fields, _ := textproto.NewReader(bufio.NewReader(bytes.NewReader([]byte(strings.TrimLeft(group, "\n") + "\n\n")))).ReadMIMEHeader() // as far as they are any
		if fields.Get("Action") == "" && fields.Get("Status") == "" {
			continue
		}
		all = append(all, recipientOf(fields))
	}
	return all
}

// recipientOf returns what a group of fields says of one recipient.
func recipientOf(fields textproto.MIMEHeader) contact.Bounce {
	action, _, _ := strings.Cut(strings.TrimSpace(fields.Get("Action")), " ")
	b := contact.Bounce{Failed: strings.EqualFold(action, "failed"), Status: statusCode.FindString(fields.Get("Status"))}
	if b.Failed && (b.Status == "" || strings.HasSuffix(b.Status, ".0.0")) { // what the other server said is more exact
		if said := statusCode.FindString(fields.Get("Diagnostic-Code")); said != "" && strings.HasPrefix(said, b.Status[:min(1, len(b.Status))]) {
			b.Status = said
		}
	}
	for _, name := range []string{"Original-Recipient", "Final-Recipient"} {
		kind, value, ok := strings.Cut(fields.Get(name), ";")
		if kind = strings.ToLower(strings.TrimSpace(kind)); !ok || kind != "rfc822" && kind != "utf-8" {
			continue
		}
		if address := addressIn(value); address != "" {
			b.Addresses = append(b.Addresses, address)
		}
	}
	return b
}
