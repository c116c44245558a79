package board_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys/board"
)

// public makes a card that others are shown.
func (c *clinic) public(where, en, es string) board.Bump {
	b, _ := c.report("P-0001", where, "What P-0001 wrote and nobody else reads")
	return c.change(b.ID, board.Change{Public: to(base.Words{"en": en, "es": es})})
}

// What shares a word is offered, in either language and with or without accents: of what the team has made public, about this
// place, and still open.
func TestAlike(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		photo := c.public("secure-messaging", "You cannot attach photos to a message", "No se pueden adjuntar fotografías a un mensaje")
		lost := c.public("secure-messaging", "Messages to a nurse are lost", "Los mensajes a enfermería se pierden")
		reply := c.public("secure-messaging", "A message has no reply button", "Un mensaje no tiene botón para responder")
		late := c.public("secure-messaging", "Messages come late", "Los mensajes llegan tarde")
		c.public("booking", "No photo of the doctor is shown", "No se ve la fotografía del médico")
		c.report("P-0002", "secure-messaging", "My photo is too large")
		done := c.public("secure-messaging", "The photo is upside down", "La fotografía está al revés")
		c.decided(done.ID)
		c.change(done.ID, board.Change{State: to(board.Done)})
		for _, row := range []struct{ text, want string }{
			{"I could not attach my photo", photo.ID},
			{"no puedo adjuntar una fotografia", photo.ID},
			{"ATTACHING THE PHOTOGRAPHS", photo.ID},
			{"The nurse lost my messages", lost.ID + " " + late.ID + " " + reply.ID},
			{"Se pierden mensajes para enfermería", lost.ID + " " + late.ID + " " + reply.ID},
			{"botones", reply.ID},
			{"I cannot do this, please help", ""},
			{"it is not what I was", ""},
			{"¿?", ""},
		} {
			var got []string
			for _, b := range must(c.Board.Alike(c.ctx, "secure-messaging", row.text)) {
				got = append(got, b.ID)
			}
			expect.Equal(t, row.text, strings.Join(got, " "), row.want)
		}
		expect.Equal(t, "elsewhere", len(must(c.Board.Alike(c.ctx, board.SigningIn, "I could not attach my photo"))), 0)
	})
}

// Who joins with words of their own keeps them, and who is not known is counted by each form that they sent.
func TestJoiningWithWords(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		b := c.public("booking", "No times are shown", "No hay horas")
		_, r, err := c.Board.Join(c.ctx, b.ID, board.Reporting{Ref: "P-0002", Text: " La lista está vacía ", Language: "es", Call: true, Key: "form"})
		expect.Equal(t, "kept", fmt.Sprint(r.Text, " ", r.Call, " "+r.Language+" ", err), "La lista está vacía true es <nil>")
		expect.Equal(t, "sent before", must(c.Board.Sent(c.ctx, "form", "P-0002")).ID, r.ID)
		expect.Equal(t, "by somebody else", must(c.Board.Sent(c.ctx, "form", "P-0003")).Version, 0)
		for _, key := range []string{"a", "a", "b"} {
			if _, _, err := c.Board.Join(c.ctx, b.ID, board.Reporting{Group: cohorts.Staff, Key: key, From: board.FromCode}); err != nil {
				t.Fatal(err)
			}
		}
		expect.Equal(t, "people", fmt.Sprint(must(c.Board.Bump(c.ctx, b.ID)).People), "map[patient:2 staff:2]")
		_, _, err = c.Board.Join(c.ctx, b.ID, board.Reporting{Ref: "P-0003", Text: strings.Repeat("x", board.MaxText+1)})
		expect.Equal(t, "too long", refused(err), "text: error.max_length")
	})
}

// What nobody can see is no report.
func TestUnseenWords(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for _, text := range []string{"\u200b\u200d", "\x00", "\ufeff \u00ad\t"} {
			_, _, err := c.Board.Report(c.ctx, board.Reporting{Ref: "P-0001", Where: board.SigningIn, Text: text})
			expect.Equal(t, fmt.Sprintf("%q", text), refused(err), "text: error.required")
		}
	})
}

// With 200 open cards to compare, among many that are closed.
func BenchmarkAlike(b *testing.B) {
	for _, closed := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(closed, " closed"), func(b *testing.B) {
			c := servicestest.New(b)
			words := strings.Fields("photo message nurse calendar time password code letter result bill visit doctor refill page button screen")
			fill := func(from, n int, state board.State) {
				for ; n > 0; n -= 500 {
					saved := board.Saved{}
					for i := range min(n, 500) {
						id := from + n - i
						saved.Bumps = append(saved.Bumps, board.Bump{
							ID: fmt.Sprint("B-", id), State: state, Where: board.SigningIn, Reported: time.Now(), Opened: time.Now(),
							Public: base.Words{"en": fmt.Sprint("The ", words[id%len(words)], " is lost and the ", words[id%7], " too"), "es": "Se perdió la carta"},
						})
					}
					if err := c.Store.SaveBumps(b.Context(), "", saved); err != nil {
						b.Fatal(err)
					}
				}
			}
			fill(0, closed, board.Done)
			fill(closed, 200, board.New)
			b.ReportAllocs()
			for b.Loop() {
				if len(must(c.Board.Alike(b.Context(), board.SigningIn, "My letter with the code and the password never came to the doctor"))) != 3 {
					b.Fatal("it found too few")
				}
			}
		})
	}
}
