package outbox

import (
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// TextsCSV sends the text messages of a batch, for the clinic's gateway: "batch", or the last one.
func (s *Pages) TextsCSV(c echo.Context) error {
	ctx := c.Request().Context()
	b, err := s.batch(c, contact.ByText, c.QueryParam("batch"))
	if err != nil {
		return err
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return err
	}
	sheets, _, err := s.Outbox.Sheets(ctx, b)
	if err != nil {
		return err
	}
	if err := s.TookLinks(c, "/outbox/texts", len(sheets)); err != nil {
		return err
	}
	// A program reads this file, not a spreadsheet: numbers begin with their plus, and nothing is put before it.
	page.Download(c, "text/csv; charset=utf-8", "texts-"+b.At.In(clinic.Zone()).Format("2006-01-02")+".csv")
	w := csv.NewWriter(c.Response())
	rows := [][]string{{"phone", "message", "segments"}}
	for _, sheet := range sheets {
		message := s.text(clinic, sheet, s.Contact.Token(sheet.Invitation))
		rows = append(rows, []string{dialled(sheet.Person.Phone), message, strconv.Itoa(contact.Segments(message))})
	}
	return w.WriteAll(rows)
}

// text writes a text message in the language of who gets it. It tells no more than the clinic's name and telephone, and that there
// are questions or news; its own letters are all in the alphabet of 160 to a segment.
func (s *Room) text(clinic cohorts.Clinic, sheet contact.Sheet, code string) string {
	i := sheet.Invitation
	id := "textmessage.asks"
	switch i.Kind {
	case contact.ForConsent:
		id = "textmessage.invites"
	case contact.ForAnnouncement:
		id = "textmessage.tells"
	}
	return s.Texts.In(clinic.Speaks(i.Language)).T(id, "Clinic", clinic.Name, "Link", s.BaseURL+"/s/"+code, "Phone", clinic.Phone)
}

// dialled returns a telephone number as a gateway takes it: a plus, if there is one, and digits.
func dialled(phone string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
}
