package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/board"
)

// BenchmarkBoard measures the processor time of the program for each look at the board, each report that is offered what is alike,
// and each count of the figures, with 200 open cards: where none is closed and where 100,000 are, in turn. "ratio" is the second
// over the first. The client runs in the same process. Of MongoDB it is the program's part alone.
func BenchmarkBoard(b *testing.B) {
	for name, at := range map[string]func(testing.TB) place{"bolt": folder, "mongodb": mongodb} {
		b.Run(name, func(b *testing.B) {
			var boards []boardBench
			for _, closed := range []int{0, 100_000} {
				s, _ := startRecorded(b, at(b))
				c := newClient(s.BaseURL)
				c.setUp(b)
				c.signsIn(b, s)
				s.fillsBoard(b, 200, closed)
				boards = append(boards, boardBench{s, c})
			}
			for what, do := range map[string]func(boardBench, *testing.B){"board": boardBench.look, "alike": boardBench.offers, "figures": boardBench.counts} {
				b.Run(what, func(b *testing.B) {
					var took [2]time.Duration
					n := 0
					for b.Loop() {
						for i, each := range boards {
							began := processorTime(b)
							do(each, b)
							took[i] += processorTime(b) - began
						}
						n++
					}
					b.ReportMetric(took[0].Seconds()*1000/float64(n), "none-closed-ms")
					b.ReportMetric(took[1].Seconds()*1000/float64(n), "closed-ms")
					b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
					b.ReportMetric(0, "ns/op")
				})
			}
		})
	}
}

// boardBench is a server with a board, and somebody of the team.
type boardBench struct {
	s *server
	c *client
}

// look looks at the board.
func (of boardBench) look(b *testing.B) {
	answer, err := of.c.http.Get(of.c.base + "/board")
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if n := strings.Count(string(text), `href="/board/B-`); err != nil || answer.StatusCode != http.StatusOK || n < 200 {
		b.Fatalf("the board answers %d with %d cards, %v", answer.StatusCode, n, err)
	}
}

// offers reports something by the code of the break room, and is offered what is alike.
func (of boardBench) offers(b *testing.B) {
	code, err := of.s.app.Board.Code(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	form := url.Values{"_key": {"not kept"}, "feature": {board.SigningIn}, "text": {"My letter with the code and the password never came to the doctor"}}
	answer, err := of.c.http.PostForm(of.c.base+"/b/"+code, form)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if n := strings.Count(string(text), `name="join"`); err != nil || answer.StatusCode != http.StatusOK || n < 3 {
		b.Fatalf("a report is answered %d with %d that are alike, %v", answer.StatusCode, n, err)
	}
}

// counts counts what Prometheus is shown.
func (of boardBench) counts(b *testing.B) {
	if err := of.s.app.Series.Refresh(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// fillsBoard puts cards on the board, all about signing in: the open ones in turn in each state and of each severity.
func (s *server) fillsBoard(b *testing.B, open, closed int) {
	b.Helper()
	words := strings.Fields("photo message nurse calendar time password code letter result bill visit doctor refill page button screen")
	now := time.Now().UTC().Truncate(time.Millisecond)
	card := func(n int) board.Bump {
		word, at := words[n%len(words)], now.Add(-time.Duration(open+closed-n)*time.Minute)
		card := board.Bump{
			ID: fmt.Sprint("B-", n+1), State: board.Told, Severity: board.Judgements()[n%4], Where: board.SigningIn, Title: "The " + word + " does not come",
			Public: base.Words{"en": fmt.Sprint("The ", word, " is lost and the ", words[n%7], " too"), "es": "Se perdió la carta y no llega " + word},
			Owner:  "MANAGER", Reported: at, Opened: at, Answered: at.Add(time.Minute), Changed: at.Add(time.Hour), People: map[cohorts.Group]int{cohorts.Patient: 3},
			Adaptation: board.Adaptation{Kind: board.Wording, Title: "Say when it comes", Owner: "Maria", Due: at, Done: at.Add(time.Hour)},
		}
		if n >= closed {
			card.State, card.Changed, card.Adaptation.Done = board.OpenStates()[n%3], time.Time{}, time.Time{}
		}
		return card
	}
	for n := 0; n < closed+open; {
		saved := board.Saved{}
		for ; n < closed+open && len(saved.Bumps) < 400; n++ {
			saved.Bumps = append(saved.Bumps, card(n))
		}
		if err := s.app.Store.SaveBumps(b.Context(), "", saved); err != nil {
			b.Fatal(err)
		}
	}
	settle(b, s)
}

// processorTime returns how much time of a processor the process took so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
