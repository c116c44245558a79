package board_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/surveys/board"
)

// A sentence is shown with its author's own consent to it: to this one, which is exactly what they wrote, and as long as they do
// not take it back.
func TestASentenceIsShownWithConsent(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		quoting := board.Quoting{Service: c.Board}
		report := w.by["P-0001"]
		ask := func(id, sentence string) error {
			w.Clock.Advance(time.Second)
			_, err := quoting.Ask(w.ctx, id, sentence)
			return err
		}
		answer := func(sentence string, may board.Fixed) error {
			w.Clock.Advance(time.Second)
			_, err := quoting.Answer(w.ctx, report.ID, sentence, may)
			return err
		}
		for about, row := range map[string]struct{ sentence, want string }{
			"nothing":    {" ", "quote: error.required"},
			"not theirs": {"I cannot send any photo", "quote: quote.not_written"},
			"too long":   {strings.Repeat("x", board.MaxQuote+1), "quote: error.max_length"},
		} {
			expect.Equal(t, about, refused(ask(report.ID, row.sentence)), row.want)
		}
		expect.Equal(t, "no report", base.IsCode(ask("none", "x"), base.NotFound), true)
		_, staffed, err := c.Board.Report(w.ctx, board.Reporting{Ref: "P-0003", Where: board.SigningIn, Text: "It is slow", From: board.FromStaff})
		expect.Equal(t, "who has no link is not asked", fmt.Sprint(err, refused(ask(staffed.ID, "It is slow"))), "<nil>quote.no_link")

		a, _, err := w.Announce.Tell(w.ctx, board.OfBump(w.bump.ID), board.Telling{Groups: words(board.Patients)})
		if err != nil {
			t.Fatal(err)
		}
		shown := func() string {
			var all []string
			for _, r := range must(quoting.Of(w.ctx, must(w.Announce.Announcement(w.ctx, a.ID)))) {
				all = append(all, r.Quote.Text)
			}
			return strings.Join(all, ", ")
		}
		show := func() error { _, err := quoting.Show(w.ctx, a.ID, []string{report.ID}); return err }
		const sentence = "cannot send a photo"
		expect.Equal(t, "asked", ask(report.ID, " "+sentence+" "), nil)
		expect.Equal(t, "before they answer", refused(show()), "quotes: quote.not_allowed")
		expect.Equal(t, "an answer to another", refused(answer("I cannot", board.IsFixed)), "quote.other")
		expect.Equal(t, "no answer", refused(answer(sentence, "perhaps")), "quote: error.required")
		expect.Equal(t, "yes", answer(sentence, board.IsFixed), nil)
		expect.Equal(t, "yes is not shown before the team does", shown(), "")
		expect.Equal(t, "shown", fmt.Sprint(show(), shown(), len(must(quoting.Quotable(w.ctx, a, 10)))), "<nil>"+sentence+"1")
		expect.Equal(t, "asked for the same again", fmt.Sprint(ask(report.ID, sentence), shown()), "<nil>"+sentence)
		expect.Equal(t, "taken back", fmt.Sprint(answer(sentence, board.NotFixed), shown()), "<nil>")
		expect.Equal(t, "and given again", fmt.Sprint(answer(sentence, board.IsFixed), shown()), "<nil>"+sentence)
		expect.Equal(t, "for another nothing is said", fmt.Sprint(ask(report.ID, "a photo"), shown()), "<nil>")
		expect.Equal(t, "yes to that", fmt.Sprint(answer("a photo", board.IsFixed), shown()), "<nil>a photo")
		expect.Equal(t, "the history says nothing of what it is", strings.HasSuffix(w.history(w.bump.ID), "quote_asked quote_given quote_refused quote_given quote_asked quote_given"), true)
		if err := c.Board.Forget(w.ctx, "P-0001"); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "whose words are removed is not quoted", shown(), "")
		_, err = quoting.Show(w.ctx, a.ID, nil)
		expect.Equal(t, "none", err, nil)
		_, err = quoting.Show(w.ctx, a.ID, []string{"none"})
		expect.Equal(t, "of no report", refused(err), "quotes: quote.not_allowed")
	})
}
