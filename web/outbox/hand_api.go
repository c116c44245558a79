package outbox

import (
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// batchAnswer is a batch, as the API sends it.
type batchAnswer struct {
	ID    string      `json:"id"`
	By    contact.Way `json:"by"`
	At    time.Time   `json:"at"`
	Count int         `json:"count"`
}

func newBatchAnswer(b contact.Batch) batchAnswer {
	return batchAnswer{b.ID, b.By, b.At.UTC(), b.Count}
}

// batchBody is what POST /outbox/batches takes.
type batchBody struct {
	By contact.Way `json:"by" validate:"required,oneof=letter text"`
}

// APIBatches lists the batches that were taken last, of letters and of text messages.
func (s *Pages) APIBatches(c echo.Context) error {
	var all []contact.Batch
	for _, by := range contact.Batched() {
		lately, err := s.Outbox.Lately(c.Request().Context(), by)
		if err != nil {
			return err
		}
		all = append(all, lately...)
	}
	return page.OK(c, page.ListOf(base.Page[contact.Batch]{Items: all}, newBatchAnswer), nil)
}

// APIHandOut takes the letters or text messages that are due. They are sent from then on.
func (s *Pages) APIHandOut(c echo.Context) error {
	b, err := page.Decode[batchBody](c)
	if err == nil {
		err = base.Check(b)
	}
	if err != nil {
		return err
	}
	taken, err := s.Outbox.HandOut(c.Request().Context(), b.By)
	return page.OK(c, newBatchAnswer(taken), err)
}

// letterAnswer is one letter, as the API sends it.
type letterAnswer struct {
	Ref      string          `json:"ref"`
	Name     string          `json:"name"`
	Address  cohorts.Address `json:"address"`
	Language string          `json:"language"`
	URL      string          `json:"url"`
	Code     string          `json:"code"` // in fours
	Text     []string        `json:"text"` // what the letter says, by paragraph
}

// APILetters lists the letters of a batch, with what is in them: "batch", or the last one.
func (s *Pages) APILetters(c echo.Context) error {
	ctx := c.Request().Context()
	b, err := s.batch(c, contact.ByLetter, c.QueryParam("batch"))
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
	list := page.List[letterAnswer]{Items: make([]letterAnswer, len(sheets))}
	for n, sheet := range sheets {
		l, err := s.letter(clinic, sheet, s.Contact.Token(sheet.Invitation))
		if err != nil {
			return err
		}
		list.Items[n] = letterAnswer{
			Ref: sheet.Message.Ref, Name: sheet.Person.Name, Address: sheet.Person.Address, Language: l.Lang, URL: s.BaseURL + "/s/" + l.Code,
			Code: l.Code, Text: l.text(),
		}
	}
	return page.OK(c, list, s.TookLinks(c, address(contact.ByLetter), len(sheets)))
}

// text returns what the letter says, by paragraph.
func (l letterSheet) text() []string {
	all := []string{l.Lead + " " + l.Takes}
	for _, part := range []string{l.Until, l.Scan, l.ByHand + " " + l.Home, l.Call, l.Stop} {
		if part != "" {
			all = append(all, part)
		}
	}
	return all
}

// callAnswer is one call to make, as the API sends it.
type callAnswer struct {
	ID       string        `json:"id"` // of the message
	Ref      string        `json:"ref"`
	Name     string        `json:"name"` // of who is called
	Phone    string        `json:"phone"`
	Language string        `json:"language"`
	BestTime cohorts.Hours `json:"best_time,omitempty"`
	About    contact.Kind  `json:"about"`
	Subject  string        `json:"subject"` // the id of the cohort, survey or poll
	Tries    int           `json:"tries"`
}

// APICalls lists the calls to make now.
func (s *Pages) APICalls(c echo.Context) error {
	ctx := c.Request().Context()
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return err
	}
	calls, err := s.Outbox.Calls(ctx, callsLength)
	if err != nil {
		return err
	}
	list := page.List[callAnswer]{Items: make([]callAnswer, len(calls))}
	for n, call := range calls {
		m, p := call.Message, call.Person
		list.Items[n] = callAnswer{m.ID, m.Ref, p.Name, p.Phone, clinic.Speaks(call.Invitation.Language), p.BestTime, m.Kind, m.Subject, m.Tries}
	}
	return page.OK(c, list, s.ReadPeople(c, "outbox/calls", len(calls)))
}

// callBody is what POST /outbox/calls/{id} takes.
type callBody struct {
	Outcome contact.Outcome `json:"outcome" validate:"required,oneof=answered reached no_answer said_no wrong_number"`
}

// noteAnswer is what became of a message that the team noted something about.
type noteAnswer struct {
	ID    string               `json:"id"`
	Ref   string               `json:"ref"`
	State contact.MessageState `json:"state"`
	Due   time.Time            `json:"due"` // where it waits: for the next try
	Why   contact.Why          `json:"why,omitempty"`
}

func newNoteAnswer(m contact.Message) noteAnswer {
	return noteAnswer{m.ID, m.Ref, m.State, m.Due.UTC(), m.Why}
}

// APINoteCall notes what came of a call.
func (s *Pages) APINoteCall(c echo.Context) error {
	b, err := page.Decode[callBody](c)
	if err == nil {
		err = base.Check(b)
	}
	if err != nil {
		return err
	}
	m, err := s.Outbox.NoteCall(c.Request().Context(), c.Param("id"), b.Outcome)
	return page.OK(c, newNoteAnswer(m), err)
}

// returnedBody is what POST /outbox/returned takes.
type returnedBody struct {
	Ref string `json:"ref" validate:"required"`
}

// APIReturnLetter notes that the last letter about a participant came back.
func (s *Pages) APIReturnLetter(c echo.Context) error {
	b, err := page.Decode[returnedBody](c)
	if err == nil {
		err = base.Check(b)
	}
	if err != nil {
		return err
	}
	m, err := s.Outbox.LetterReturned(c.Request().Context(), b.Ref)
	return page.OK(c, newNoteAnswer(m), err)
}
