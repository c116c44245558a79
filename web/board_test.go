package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"soundings/cohorts"
	"soundings/web/auth"
)

// A bump goes its whole way on the team's pages, and its adaptation is a task of the plan.
func TestABumpOnTheBoard(t *testing.T) {
	k := newClinic(t)
	k.features(t, "labs")
	team := k.as(t, auth.Member)
	team.get("/board").is(200).says("Nobody has reported a bump yet")
	k.bump(t, `{"feature":"labs","text":"<script>alert(1)</script> No results","language":"en","call":true}`)
	board := team.get("/board").is(200).says("B-1", "The labs", "1 person")
	board.fill("/board/B-1/move", one("state", "assessing")).leads("/board").says("Moved.")
	card := team.get("/board/B-1").is(200).says("<script>alert(1)</script> No results", "may be called", "Assessing")
	card.fill("/board/B-1/decide", one("adaptation.kind", "wording", "adaptation.title", "Say when results come")).is(422).says("This is required.").holds(`value="Say when results come"`)
	card.fill("/board/B-1/decide", one("adaptation.kind", "wording", "adaptation.title", "Say when results come", "adaptation.owner", "Ana", "adaptation.due", "2027-04-01")).
		leads("/board/B-1").says("Adapting", "Its task in the plan")
	team.get("/charter").is(200).says("Say when results come")
	team.get("/board/B-1").fill("/board/B-1", one("title", "Results are late", "severity", "blocker", "public.en", "Results come late", "concern", "yes")).leads("/board/B-1").says("Blocker", "clinical concern")
	team.get("/").is(200).says("B-1 is a clinical concern")
	team.get("/board/B-1").fill("/board/B-1/take", nil).leads("/board/B-1").says("You have taken it.")
	team.get("/board/B-1").fill("/board/B-1/alternatives", one("alternatives[0].kind", "training", "alternatives[0].title", "Teach the desk", "alternatives[0].effort", "a day", "chosen", "0")).
		leads("/board/B-1").holds("Teach the desk")
	team.get("/board/B-1").fill("/board/B-1/comments", one("note", "The vendor knows.")).leads("/board/B-1").says("The vendor knows.")
	team.get("/board/B-1").fill("/board/B-1/comments", one("note", " ")).is(422)
	team.post("/board/B-1/move", one("state", "done")).leads("/board/B-1").says("Done")
	team.get("/board?state=done").is(200).says("Results are late")
	team.get("/board/B-9").is(404)
}

// Of two who change one card the second sees both and loses nothing.
func TestTwoOnOneCard(t *testing.T) {
	k := newClinic(t)
	k.features(t, "labs")
	k.bump(t, `{"feature":"labs","text":"No results"}`)
	first, second := k.as(t, auth.Member), k.as(t, auth.Manager)
	late := second.get("/board/B-1").is(200)
	first.get("/board/B-1").fill("/board/B-1", one("title", "Results are late", "severity", "major")).leads("/board/B-1")
	both := late.fill("/board/B-1", one("title", "Nothing is shown")).is(409).says("Someone changed this card", "Results are late").holds(`value="Nothing is shown"`)
	both.fill("/board/B-1", nil).leads("/board/B-1").says("Nothing is shown")
	late.fill("/board/B-1/move", one("state", "assessing")).is(409)
	late.fill("/board/B-1/comments", one("note", "A comment always comes in.")).leads("/board/B-1").says("A comment always comes in.")
}

// Two staff move one card at once, again and again: one is told each time and sees what the other did, and no comment and no
// line of the history is lost or written twice.
func TestTwoMoveOneCardAtOnce(t *testing.T) {
	const rounds = 15
	onBothEngines(t, func(t *testing.T, k *house) {
		k.features(t, "labs")
		two := []*browser{k.as(t, auth.Member), k.as(t, auth.Manager)}
		moves := []url.Values{one("state", "assessing"), one("state", "not_planned", "reason", "It is the phone’s.")}
		names := []string{"Moved from New to Assessing.", "Moved from New to Not planned."}
		for round := range rounds {
			k.bump(t, `{"feature":"labs","text":"No results"}`)
			at := fmt.Sprintf("/board/B-%d", round+1)
			shown := []reply{two[0].get(at).is(200), two[1].get(at).is(200)}
			var wait sync.WaitGroup
			var moved, said [2]reply
			for i := range two {
				move := func() { moved[i] = shown[i].fill(at+"/move", moves[i]) }
				comment := func() {
					said[i] = shown[i].fill(at+"/comments", one("note", fmt.Sprintf("Comment %d of %d.", round, i)))
				}
				wait.Go(func() {
					if round%2 == 0 { // who comments first moves a card that has a comment since
						move, comment = comment, move
					}
					move()
					comment()
				})
			}
			wait.Wait()
			first := slices.IndexFunc(moved[:], func(r reply) bool { return r.status == http.StatusSeeOther })
			if first < 0 || moved[1-first].status != http.StatusConflict {
				t.Fatalf("round %d: the two are answered %d and %d", round, moved[0].status, moved[1].status)
			}
			moved[1-first].says("Someone changed this card", names[first])
			card := two[0].get(at).is(200).says(names[first]).hides(names[1-first])
			for i := range two {
				said[i].is(http.StatusSeeOther)
				card.says(fmt.Sprintf("Comment %d of %d.", round, i))
			}
			notes, err := k.Board.Notes(t.Context(), fmt.Sprintf("B-%d", round+1), "", 100)
			if err != nil || len(notes.Items) != 4 { // reported, moved, and two comments
				t.Errorf("round %d: %d lines of history, %v", round, len(notes.Items), err)
			}
		}
	})
}

// Cards are merged and split again, and the board shows what is asked for.
func TestMergingOnTheBoard(t *testing.T) {
	k := newClinic(t)
	k.features(t, "labs")
	k.services.People(t, cohorts.Patient, "P-1", "P-2")
	for n := range 2 {
		k.bump(t, fmt.Sprintf(`{"ref":"P-%d","feature":"labs","text":"No results %d"}`, n+1, n))
	}
	team := k.as(t, auth.Member)
	team.get("/board/B-2").fill("/board/B-2/merge", one("into", "B-7")).is(422).says("There is no such bump.")
	merged := team.get("/board/B-2").fill("/board/B-2/merge", one("into", "b-1")).leads("/board/B-1").says("2 people", "No results 1")
	team.get("/board/B-2").is(200).says("Its reports are on")
	_, id, _ := strings.Cut(merged.body, `name="reports" value="`)
	id, _, _ = strings.Cut(id, `"`)
	team.post("/board/B-1/split", url.Values{"reports": {id}}).leads("/board/B-3").says("1 person")
	team.get("/board?mine=yes").is(200).hides("B-3")
	team.get("/board?group=patient&feature=labs").is(200).says("B-1", "B-3")
	team.get("/board?group=staff").is(200).hides("B-3")
}

// Targets and working hours are set, and what cannot be is refused beside its field.
func TestTargetsOfTheBoard(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	at := "/board/settings"
	team.get(at).is(200).fill(at, one("working_hours.to", "06:00", "targets[minor].change", "soon")).is(422).says("Write a number").holds(`value="soon"`)
	team.get(at).is(200).fill(at, one("working_hours.to", "06:00")).is(422).says("Work must end")
	team.get(at).is(200).fill(at, one("working_hours.from", "07:30", "targets[minor].change", "90")).leads("/board").says("Saved.")
	team.get(at).is(200).holds(`value="07:30"`, `value="90"`)
}

// bump reports a bump by the API.
func (k *house) bump(t *testing.T, body string) {
	t.Helper()
	if got, text := k.ask(t, http.MethodPost, "/api/v1/bumps", body, "Authorization", "Bearer "+k.key(t, auth.Member)); got.StatusCode != http.StatusCreated {
		t.Fatal(got.StatusCode, text)
	}
}
