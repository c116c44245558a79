package outbox

import (
	"fmt"
	"mime"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/mail/reports"
	"soundings/web/page"
)

// reportType is the media type of a delivery report as mail servers send it.
const reportType = "message/rfc822"

// statusPattern is an enhanced status code (RFC 3463).
var statusPattern = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}$`)

// bounceBody is what a program that reads reports itself says of one mail.
type bounceBody struct {
	MessageID string `json:"message_id" rule:"max=250" validate:"max=250"` // of our mail; or:
	Address   string `json:"address" rule:"max=254" validate:"max=254"`    // that it was sent to
	Status    string `json:"status" rule:"required,max=20" validate:"max=20"`
	Action    string `json:"action" rule:"omitempty,oneof=failed delayed delivered relayed expanded" validate:"omitempty,oneof=failed delayed delivered relayed expanded"` // empty: as the status says
}

// bouncesBody is the body of POST /api/v1/outbox/bounces.
type bouncesBody struct {
	Bounces []bounceBody `json:"bounces" validate:"min=1,max=1000,dive"`
}

// bouncesAnswer is how many recipients the report came to what of.
type bouncesAnswer struct {
	Failed  int `json:"failed"`  // the mail came back
	Known   int `json:"known"`   // as was known before
	Unknown int `json:"unknown"` // no mail of this server
	Passed  int `json:"passed"`  // the mail is late, or was delivered
}

// APIBounces takes what a mail server says of mail that it could not deliver: a delivery report as it is, or JSON.
func (s *Outbox) APIBounces(c echo.Context) error {
	told, err := toldBounces(c)
	if err != nil {
		return err
	}
	var a bouncesAnswer
	counts := map[contact.Came]*int{contact.CameFailed: &a.Failed, contact.CameKnown: &a.Known, contact.CameUnknown: &a.Unknown, contact.CamePassed: &a.Passed}
	for _, b := range told {
		came, err := s.Outbox.Bounced(c.Request().Context(), b)
		if err != nil {
			return err
		}
		*counts[came]++
	}
	return page.OK(c, a, nil)
}

// toldBounces reads what came in.
func toldBounces(c echo.Context) ([]contact.Bounce, error) {
	if kind, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType)); kind == reportType {
		return reports.Read(c.Request().Body)
	}
	body, err := page.Decode[bouncesBody](c)
	if err == nil {
		err = base.Besides(base.Check(body), body.check())
	}
	if err != nil {
		return nil, err
	}
	all := make([]contact.Bounce, len(body.Bounces))
	for n, b := range body.Bounces {
		all[n] = b.bounce()
	}
	return all, nil
}

// check names what no tag can.
func (b bouncesBody) check() error {
	var fields []base.Field
	for n, each := range b.Bounces {
		at := fmt.Sprintf("bounces[%d].", n)
		if each.MessageID == "" && each.Address == "" {
			fields = append(fields, base.Field{Name: at + "message_id", Text: base.T("bounces.which")})
		}
		if !statusPattern.MatchString(each.Status) {
			fields = append(fields, base.Field{Name: at + "status", Text: base.T("bounces.status")})
		}
	}
	return base.InvalidFields(fields...)
}

// bounce returns what is said of a mail.
func (b bounceBody) bounce() contact.Bounce {
	failed := b.Action == "failed" || b.Action == "" && strings.HasPrefix(b.Status, "5.")
	told := contact.Bounce{Message: strings.Trim(b.MessageID, "<> "), Failed: failed, Status: b.Status}
	if b.Address != "" {
		told.Addresses = []string{strings.TrimSpace(b.Address)}
	}
	return told
}
