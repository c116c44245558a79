// Package outbox is the room Outbox of the menu: what is sent to people, what would be before it begins, and what the team does
// with its hands: the letters that it prints, the text messages that it hands to a gateway and the calls that it makes.
package outbox

import (
	"embed"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder {
	return page.Folder{Room: "outbox", Layout: page.Team, Files: files}
}

// Room is what the pages of this room share.
type Room struct {
	*page.Site
	Surveys *surveys.Service // what people are asked
	Polls   *polls.Service
	Now     func() time.Time
}

// Pages are the pages and the API of letters, text messages and calls.
type Pages struct{ *Room }

// handPage is what is due in one way, and what was taken lately.
type handPage struct {
	page.Page
	By     contact.Way
	Due    int
	Most   int // how many one batch has
	Lately []batchRow
}

func (handPage) Template() string { return "outbox/hand" }

// Action returns the address to which the page's form is sent.
func (v handPage) Action() string { return address(v.By) }

// batchRow is one batch that was taken.
type batchRow struct {
	At    string
	Count int
	Href  string // where it is printed, or written to a file, again
}

// address returns the address of what goes out in one way.
func address(by contact.Way) string {
	if by == contact.ByText {
		return "/outbox/texts"
	}
	return "/outbox/letters"
}

// opened returns the address at which a batch is printed, or written to a file.
func opened(b contact.Batch) string {
	if b.By == contact.ByText {
		return "/outbox/texts.csv?batch=" + b.ID
	}
	return "/outbox/letters/" + b.ID
}

// ShowLetters shows how many letters are due, and those that were printed lately.
func (s *Pages) ShowLetters(c echo.Context) error { return s.showHand(c, contact.ByLetter) }

// ShowTexts shows how many text messages are due, and those that were taken lately.
func (s *Pages) ShowTexts(c echo.Context) error { return s.showHand(c, contact.ByText) }

func (s *Pages) showHand(c echo.Context, by contact.Way) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) { return s.handView(c, frame, by) })
}

func (s *Pages) handView(c echo.Context, frame page.Page, by contact.Way) (page.View, error) {
	ctx := c.Request().Context()
	v := handPage{Page: frame, By: by, Most: contact.BatchLength}
	lately, err := s.Outbox.Lately(ctx, by)
	if err != nil {
		return nil, err
	}
	for _, b := range lately {
		v.Lately = append(v.Lately, batchRow{frame.Time(b.At), b.Count, opened(b)})
	}
	v.Due, err = s.Outbox.Waiting(ctx, by, contact.BatchLength)
	return v, err
}

// PrintLetters takes the letters that are due, and leads to them. They are sent from then on.
func (s *Pages) PrintLetters(c echo.Context) error {
	b, err := s.Outbox.HandOut(c.Request().Context(), contact.ByLetter)
	if err != nil {
		return err
	}
	return s.Done(c, opened(b), "flash.letters_taken", b.Count)
}

// TakeTexts takes the text messages that are due, and leads to their file. They are sent from then on.
func (s *Pages) TakeTexts(c echo.Context) error {
	b, err := s.Outbox.HandOut(c.Request().Context(), contact.ByText)
	if err != nil {
		return err
	}
	return s.Done(c, address(contact.ByText), "flash.texts_taken", b.Count)
}

// ReturnLetter notes that the letter to the participant of the field "ref" came back.
func (s *Pages) ReturnLetter(c echo.Context) error {
	if _, err := s.Outbox.LetterReturned(c.Request().Context(), strings.TrimSpace(c.FormValue("ref"))); err != nil {
		return s.Again(c, address(contact.ByLetter), err, func(c echo.Context, frame page.Page) (page.View, error) {
			return s.handView(c, frame, contact.ByLetter)
		})
	}
	return s.Done(c, address(contact.ByLetter), "flash.letter_returned")
}

// batch returns the batch of one way that an address names, or the last one where it names none.
func (s *Pages) batch(c echo.Context, by contact.Way, id string) (contact.Batch, error) {
	if id == "" {
		lately, err := s.Outbox.Lately(c.Request().Context(), by)
		if err == nil && len(lately) == 0 {
			err = base.Refuse(base.NotFound, "outbox.no_batch")
		}
		if err != nil {
			return contact.Batch{}, err
		}
		return lately[0], nil
	}
	b, err := s.Outbox.Open(c.Request().Context(), id)
	if err == nil && b.By != by {
		err = base.Refuse(base.NotFound, "outbox.no_batch")
	}
	return b, err
}
