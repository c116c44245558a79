package surveys_test

import (
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

var numbered = servicestest.Numbered

// staffAsked asks so many of the staff an anonymous survey, in their order.
func (c *clinic) staffAsked(t *testing.T, v surveys.Survey, n int) []contact.Invitation {
	t.Helper()
	c.Team(t, numbered("S", n)...)
	return must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Refs: numbered("S", n)}))
}

// send sends a whole answer, as somebody who fills in everything at once.
func (c *clinic) send(i contact.Invitation, pairs ...string) surveys.Status {
	return must(c.Surveys.Answer(c.ctx, i, surveys.Typed{Action: surveys.Submit, Page: -1, Values: servicestest.Said(pairs...), Language: "es"})).Status
}

// saying is what the nth answers: all values are given by several.
func saying(n int) []string {
	return []string{"helped=" + []string{"yes", "no", "unsure"}[n%3], fmt.Sprint("ease=", 1+n%5)}
}

// What is kept of an anonymous answer says neither whose it is nor when it came; what the team knows of the person does not move.
func TestAnonymousAnswersLinkToNobody(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Anonymous(t)
		links := c.staffAsked(t, v, 12)
		before := strings.Join(c.Documents(t, "invitations", "audit"), "")
		c.Clock.Advance(37*time.Minute + 123*time.Millisecond)
		moment := c.Clock.Now()
		for n, i := range links {
			expect.Equal(t, "opened", must(c.Surveys.Open(c.ctx, i)).Status, surveys.Asking)
			must(c.Surveys.Answer(c.ctx, i, surveys.Typed{Action: surveys.Next, Values: servicestest.Said("helped=no", "why=Slow"), Seen: []string{"helped", "why"}}))
			expect.Equal(t, "kept", c.send(i, append(saying(n), "why=The nurse was slow")...), surveys.Done)
		}
		expect.Equal(t, "at the invitations nothing is noted", strings.Join(c.Documents(t, "invitations", "audit"), ""), before)
		counts := must(c.Contact.Counts(c.ctx, contact.ForSurvey, v.ID))
		expect.Equal(t, "nor in their counts", fmt.Sprint(counts.Started, counts.States[contact.Created]), "0 12")
		expect.Equal(t, "among answers under way and those with names", len(c.Documents(t, "unfinished", "responses")), 0)

		seen := map[string]bool{}
		for _, doc := range c.Documents(t, "anonymous_responses") {
			expect.Equal(t, "an answer says", strings.Join(fieldsOf(doc), " "), "_id answers group schema submitted sum survey survey_version version")
			at, _ := bson.Raw(doc).Lookup("submitted").TimeOK()
			expect.Equal(t, "on which day", at.UTC(), moment.Truncate(24*time.Hour))
			seen[bson.Raw(doc).Lookup("_id").StringValue()] = true
		}
		for _, doc := range c.Documents(t, "poll_rights") {
			expect.Equal(t, "a used right says", strings.Join(fieldsOf(doc), " "), "_id schema sum survey version")
			seen[bson.Raw(doc).Lookup("_id").StringValue()] = true
		}
		expect.Equal(t, "no id is of both", len(seen), 24)
		stamp := base.NewOrderedID(moment, rand.Reader)[:6] // what ids of those minutes begin with
		for _, doc := range c.Documents(t, "anonymous_responses", "poll_rights", "doors", "pending") {
			for _, i := range links {
				for _, of := range []string{i.Ref, i.ID, i.Hash, "nurse"} {
					if strings.Contains(doc, of) {
						t.Errorf("a document names %s", of)
					}
				}
			}
			if strings.Contains(doc, stamp) && !strings.Contains(doc, "invitations/") {
				t.Error("a document says when it came")
			}
		}
	})
}

func fieldsOf(doc string) (names []string) {
	elements, _ := bson.Raw(doc).Elements()
	for _, e := range elements {
		names = append(names, e.Key())
	}
	slices.Sort(names)
	return names
}

// A right to answer counts once, on however many devices at once and by whichever link. Nobody is told whether it was used.
func TestAnonymousAnswerCountsOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Anonymous(t)
		link := c.staffAsked(t, v, 1)[0]
		sheet := func() string { return written(must(c.Surveys.Open(c.ctx, link))) }
		empty := func() string {
			return written(must(c.Surveys.Answer(c.ctx, link, surveys.Typed{Action: surveys.Submit, Page: -1})))
		}
		before, asked := sheet(), empty()
		statuses := servicestest.Count(servicestest.Together(10, func(n int) surveys.Status { return c.send(link, saying(n)...) }))
		expect.Equal(t, "told", statuses, map[surveys.Status]int{surveys.Done: 10})
		again := must(c.Surveys.LinksOnce().Reissue(c.ctx, v.ID, nil))
		expect.Equal(t, "by a new link", c.send(again[0], "helped=no"), surveys.Done)
		link = again[0]
		expect.Equal(t, "answers", len(c.Documents(t, "anonymous_responses")), 1)
		expect.Equal(t, "opened again", sheet(), before)
		expect.Equal(t, "an empty one", empty(), asked)
		if _, err := c.Surveys.RemoveAnswers(c.ctx, contact.Whose{Ref: "S-001"}); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "after the answers of the person are removed", sheet(), before)
		expect.Equal(t, "it stays", len(c.Documents(t, "anonymous_responses")), 1)
		c.countsAgree(t, v)
	})
}

// Its pages hand on what was typed, and nothing is kept before it is sent. A question that comes up is shown before the next page.
func TestAnonymousPages(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Anonymous(t)
		link := c.staffAsked(t, v, 1)[0]
		press := func(action surveys.Action, page int, seen string, pairs ...string) string {
			return shown(must(c.Surveys.Answer(c.ctx, link, surveys.Typed{
				Action: action, Page: page, Values: servicestest.Said(pairs...), Seen: strings.Fields(seen),
			})))
		}
		for _, step := range []struct{ about, got, want string }{
			{"a question comes up", press(surveys.Next, 0, "helped", "helped=no"), "asking 0"},
			{"it was seen", press(surveys.Next, 0, "helped why", "helped=no"), "asking 1"},
			{"on its page nothing comes up", press(surveys.Submit, 1, "ease", "helped=no", "ease=9"), "asking 1 ease: answer.range"},
			{"back", press(surveys.Back, 1, "ease", "helped=no", "ease=2"), "asking 0"},
			{"there is no later", press(surveys.Save, 1, "ease", "helped=no", "ease=2"), "asking 1"},
			{"empty", press(surveys.Submit, 1, "ease"), "empty 1"},
		} {
			expect.Equal(t, step.about, step.got, step.want)
		}
		expect.Equal(t, "kept", len(c.Documents(t, "unfinished", "anonymous_responses", "poll_rights")), 0)
		expect.Equal(t, "sent", press(surveys.Submit, 1, "ease", "helped=no", "why=Slow", "ease=2"), "done 1")
		expect.Equal(t, "kept then", len(c.Documents(t, "anonymous_responses")), 1)
	})
}

// Nothing but turnout is shown of an anonymous survey before it closes, the same to everybody; after that one edition for good.
func TestAnonymousResults(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		other := c.another(t).Surveys
		v := c.Anonymous(t)
		for n, i := range c.staffAsked(t, v, 13) {
			c.send(i, saying(n)...)
			for _, r := range []surveys.Results{must(other.Results(c.ctx, v.ID, surveys.Team, "")), must(c.Surveys.Results(c.ctx, v.ID, surveys.Viewers, "group"))} {
				expect.Equal(t, "shown", fmt.Sprint(r.Completed, r.Floored, r.Started, len(r.Questions), len(r.By)), fmt.Sprint((n+1)/5*5, true, 0, 0, 0))
			}
		}
		err := c.Surveys.EachResponse(c.ctx, v.ID, func(surveys.Response) error { t.Error("a row is shown"); return nil })
		expect.Refused(t, "rows", err, base.Conflict)
		said := surveys.Said{Service: c.Surveys}
		_, err = said.Page(c.ctx, v.ID, "why", "", 100)
		expect.Refused(t, "texts", err, base.Conflict)
		if err := c.Surveys.MakeEditions(c.ctx); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "scores of the past", len(must(c.Surveys.PastScores(c.ctx, v.ID))), 0)
		must(c.Surveys.Close(c.ctx, v.ID))
		expect.Equal(t, "doors", len(c.Documents(t, "doors")), 0)
		closed := must(other.Results(c.ctx, v.ID, surveys.Viewers, "group"))
		expect.Equal(t, "closed", fmt.Sprint(closed.Completed, closed.Floored, closed.By["group"]["staff"].Completed), "13 false 13")
		c.Fold(t)
		expect.Equal(t, "for good", written(must(c.Surveys.Results(c.ctx, v.ID, surveys.Team, "group"))), written(closed))
		rows := c.responses(t, v.ID)
		expect.Equal(t, "rows", fmt.Sprint(len(rows), rows[0].Ref+string(rows[0].Group)+rows[0].ID), "13staff")
		for _, one := range must(said.Page(c.ctx, v.ID, "why", "", 100)).Items {
			expect.Equal(t, "of nobody", one.Ref+string(one.Group)+one.Language, "staff")
		}
		c.countsAgree(t, v)
		again := must(c.Surveys.Recount(c.ctx))
		expect.Equal(t, "the recount finds", fmt.Sprint(again.Responses, again.Different), "13 []")
	})
}

// An anonymous survey is split by group alone, and what was asked anonymously serves no gate.
func TestAnonymousCuts(t *testing.T) {
	c := clinic{servicestest.New(t), servicestest.ByManager(t)}
	c.SetUp(t)
	_, err := c.Surveys.Create(c.ctx, surveys.Survey{
		Title: base.Words{"en": "Portal"}, Anonymous: true, Cuts: []string{"group", "language", "attribute:site"}, Pages: servicestest.PortalPages(t),
	})
	expect.Equal(t, "made", expect.Fields(err), []string{"cuts[1]: survey.anonymous_cut", "cuts[2]: survey.anonymous_cut"})
}

// Links are shown to the team once. A consent page does not lead on to one, since whoever has that link would have both.
func TestAnonymousLinksOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Anonymous(t)
		c.People(t, cohorts.Patient, "P-1", "P-2")
		cohort := c.Agreed(t, "Wave", "P-1", "P-2")
		invited := must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: cohort}))
		now, before, err := c.Surveys.LinksOnce().ShowOnce(c.ctx, v.ID, invited[:1])
		expect.Equal(t, "at first", fmt.Sprint(len(now), len(before), err), "1 0 <nil>")
		now, before, err = c.Surveys.LinksOnce().ShowOnce(c.ctx, v.ID, invited[:1])
		expect.Equal(t, "asked again", fmt.Sprint(len(now), len(before), err), "0 1 <nil>")
		expect.Equal(t, "the others", len(must(c.Surveys.LinksOnce().HandOut(c.ctx, v.ID, 10))), 1)
		expect.Equal(t, "then none", len(must(c.Surveys.LinksOnce().HandOut(c.ctx, v.ID, 10)))+len(must(c.Surveys.LinksOnce().Unseen(c.ctx, v.ID, 10))), 0)
		expect.Equal(t, "on the page of those who wait", len(must(c.Surveys.Waiting(c.ctx, v.ID, "", 10)).Items), 0)
		m := must(c.Cohorts.Membership(c.ctx, cohort, "P-1"))
		_, waits, err := c.Surveys.NextFor(c.ctx, m)
		expect.Equal(t, "led on to", fmt.Sprint(waits, err), "false <nil>")
		named := c.Portal(t)
		_, err = c.Surveys.LinksOnce().Reissue(c.ctx, named.ID, nil)
		expect.Refused(t, "links of a named one", err, base.Conflict)
	})
}

// Answers that race with closing, on two servers of which one stands still for a while on the way: none that was acknowledged
// is missing afterwards, and none comes later. SOUNDINGS_TEST_RACE has a thousand of them and twenty seconds.
func TestAnonymousAnswersRaceWithClosing(t *testing.T) {
	people, pause := 120, 200*time.Millisecond
	if os.Getenv("SOUNDINGS_TEST_RACE") != "" {
		people, pause = 1000, 20*time.Second
	}
	on(t, func(t *testing.T, c *clinic) {
		v := c.Anonymous(t)
		links := c.staffAsked(t, v, people)
		stands := &servicestest.Halting{Engine: c.Engine}
		servers := []*surveys.Service{c.Surveys, c.Through(t, stands).Surveys}
		closing := 15 + mathrand.IntN(people/2)
		statuses := make([]surveys.Status, people)
		var first surveys.Results
		servicestest.Together(34, func(n int) any {
			switch n {
			case 32: // the server that stands still
				awaitAnswers(t, c, closing/2)
				stands.Gate.Lock()
				time.Sleep(pause)
				stands.Gate.Unlock()
			case 33: // the one that closes
				awaitAnswers(t, c, closing)
				must(servers[0].Close(c.ctx, v.ID))
				first = must(servers[0].Results(c.ctx, v.ID, surveys.Team, ""))
			default:
				for i := n; i < people; i += 32 {
					statuses[i] = must(servicestest.Persistent(func() (surveys.Sheet, error) {
						return servers[i%2].Answer(c.ctx, links[i], surveys.Typed{Action: surveys.Submit, Page: -1, Values: servicestest.Said(saying(i)...)})
					})).Status
				}
			}
			return nil
		})
		told := servicestest.Count(statuses)
		t.Logf("closed after %d of %d: %v", closing, people, told)
		expect.Equal(t, "told", told[surveys.Done]+told[surveys.IsClosed], people)
		expect.Equal(t, "kept", len(c.Documents(t, "anonymous_responses")), told[surveys.Done])
		expect.Equal(t, "counted at closing", first.Completed, told[surveys.Done])
		c.Fold(t)
		expect.Equal(t, "counted later", must(servers[1].Results(c.ctx, v.ID, surveys.Team, "")).Completed, told[surveys.Done])
		c.countsAgree(t, v)
	})
}

// awaitAnswers waits until so many are kept.
func awaitAnswers(t *testing.T, c *clinic, n int) {
	for len(c.Documents(t, "anonymous_responses")) < n {
		time.Sleep(time.Millisecond)
	}
}
