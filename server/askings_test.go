package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/contact"
	"soundings/server/needs"
)

// crowd adds n patients and n of the staff, with a mail address each.
func (c *client) crowd(t *testing.T, n int) {
	t.Helper()
	var file bytes.Buffer
	table := csv.NewWriter(&file)
	rows := [][]string{{"ref", "group", "email", "language"}}
	for i := range n {
		rows = append(rows, []string{fmt.Sprintf("P-%05d", i), "patient", fmt.Sprintf("p%d@example.org", i), "en"},
			[]string{fmt.Sprintf("S-%05d", i), "staff", fmt.Sprintf("s%d@example.org", i), "en"})
	}
	if err := table.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	c.setUp(t)
	c.must(t, "POST", "/participants/import", file.String(), nil)
}

// askingBody is how far many people are asked.
type askingBody struct {
	ID, About, Subject, State string
	People, Done, Invited     int
}

// invited waits until everybody of a job is invited, and returns how long that took.
func (c *client) invited(t *testing.T, job askingBody) time.Duration {
	t.Helper()
	began := time.Now()
	eventually(t, "everybody is invited", func() bool {
		c.must(t, "GET", "/outbox/askings/"+job.ID, nil, &job)
		return job.State == "finished"
	})
	if job.Done != job.People || job.Invited != job.People {
		t.Errorf("in the end it is %+v", job)
	}
	return time.Since(began)
}

// cpu returns how much time of a processor the program took so far.
func (s *server) cpu(t *testing.T) time.Duration {
	t.Helper()
	for line := range strings.Lines(s.figures(t)) {
		if value, ok := strings.CutPrefix(line, "process_cpu_seconds_total "); ok {
			seconds, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				t.Fatal(err)
			}
			return time.Duration(seconds * float64(time.Second))
		}
	}
	t.Fatal("the program does not say how much it took")
	return 0
}

// manyVariable is how many people are asked at once, as 10000.
const manyVariable = "SOUNDINGS_TEST_MANY"

// crowded returns how many people are asked at once: more than are asked in the request itself.
func crowded(t *testing.T) int { return needs.Many(t, manyVariable, 2_500) }

// Thousands of people are asked to take part, to vote and to answer: the API answers before they are invited where the server
// reaches them, and with their links where links are asked for.
func TestThousandsAreAsked(t *testing.T) {
	needs.Time(t)
	many := crowded(t)
	onBothAtOnce(t, func(t *testing.T, at place) {
		s := start(t, at.with("--api-key", testKey)...)
		c := newClient(s.BaseURL)
		c.crowd(t, many)
		refs := func(letter string) (all []string) {
			for i := range many {
				all = append(all, fmt.Sprintf("%s-%05d", letter, i))
			}
			return all
		}
		var cohort, v, p struct{ ID string }
		c.must(t, "POST", "/cohorts", `{"name":"Beta","purpose":"To try it."}`, &cohort)
		c.must(t, "POST", "/cohorts/"+cohort.ID+"/select", map[string]any{"refs": refs("P")}, nil)
		c.must(t, "POST", "/surveys", survey, &v)
		c.must(t, "POST", "/surveys/"+v.ID+"/publish", nil, nil)
		c.must(t, "PUT", "/features/messages", `{"name":"Messages","effort":3}`, nil)
		c.must(t, "PUT", "/features/visits", `{"name":"Visits","effort":3}`, nil)
		c.must(t, "POST", "/polls", `{"title":"What first?","method":"rank","features":["messages","visits"],"groups":{"staff":{"weight":1}}}`, &p)
		c.must(t, "POST", "/polls/"+p.ID+"/publish", nil, nil)
		for _, ask := range []struct {
			kind          contact.Kind
			subject, path string
			body          map[string]any
		}{
			{contact.ForConsent, cohort.ID, "/cohorts/" + cohort.ID + "/invite", map[string]any{"send": true}},
			{contact.ForSurvey, v.ID, "/surveys/" + v.ID + "/invitations", map[string]any{"refs": refs("S"), "send": true}},
			{contact.ForPoll, p.ID, "/polls/" + p.ID + "/invitations", map[string]any{"groups": []string{"staff"}, "send": true}},
		} {
			var job askingBody
			before, began := s.cpu(t), time.Now()
			if status := c.api(t, "POST", ask.path, ask.body, &job); status != http.StatusAccepted || job.People != many || job.State != "running" {
				t.Fatalf("%s answered %d %+v", ask.path, status, job)
			}
			answered := time.Since(began)
			whole := c.invited(t, job)
			t.Logf("%s: answered after %v, everybody is invited %v later, %v of CPU for each", ask.kind, answered.Round(time.Millisecond), whole.Round(time.Millisecond), (s.cpu(t)-before)/time.Duration(many))
			counts, err := s.app.Contact.Counts(t.Context(), ask.kind, ask.subject)
			if err != nil || counts.People() != many || counts.Invited() != many {
				t.Errorf("%s: %d people have %d invitations, %v", ask.kind, counts.People(), counts.Invited(), err)
			}
			steps, err := s.app.Outbox.Steps(t.Context(), ask.kind, ask.subject)
			if n := steps[contact.MessageStep{By: contact.ByMail}]; err != nil || n[contact.MessageWaiting]+n[contact.MessageSent]+n[contact.MessageDeferred] != many {
				t.Errorf("%s: the messages are %v, %v", ask.kind, n, err)
			}
		}
		var again, w struct {
			ID    string
			Items []struct{ Ref, URL string }
		}
		c.must(t, "POST", "/surveys", survey, &w)
		c.must(t, "POST", "/surveys/"+w.ID+"/publish", nil, nil)
		began := time.Now()
		c.must(t, "POST", "/surveys/"+w.ID+"/invitations", map[string]any{"refs": refs("S")}, &again)
		t.Logf("links: %d after %v", len(again.Items), time.Since(began).Round(time.Millisecond))
		if len(again.Items) != many {
			t.Errorf("%d links are handed out", len(again.Items))
		}
	})
}

// A program that is killed while it invites people goes on when it is started again.
func TestInvitingSurvivesAKill(t *testing.T) {
	needs.Time(t)
	many := crowded(t)
	onBothAtOnce(t, func(t *testing.T, at place) {
		s := start(t, at.with("--api-key", testKey)...)
		c := newClient(s.BaseURL)
		c.crowd(t, many)
		var v struct{ ID string }
		c.must(t, "POST", "/surveys", survey, &v)
		c.must(t, "POST", "/surveys/"+v.ID+"/publish", nil, nil)
		refs := make([]string, many)
		for i := range many {
			refs[i] = fmt.Sprintf("S-%05d", i)
		}
		s.stop(t)
		var job askingBody
		killed := startChild(t, at.flags...)
		killed.must(t, "POST", "/surveys/"+v.ID+"/invitations", map[string]any{"refs": refs, "send": true}, &job)
		eventually(t, "some are invited", func() bool {
			killed.must(t, "GET", "/outbox/askings/"+job.ID, nil, &job)
			return job.Done > 0
		})
		killed.kill()
		if job.State == "finished" {
			t.Fatal("it was done before it was killed")
		}
		s = start(t, at.with("--api-key", testKey)...)
		newClient(s.BaseURL).invited(t, job)
		counts, err := s.app.Contact.Counts(t.Context(), contact.ForSurvey, v.ID)
		if err != nil || counts.People() != many || counts.Invited() != many {
			t.Errorf("%d people have %d invitations, %v", counts.People(), counts.Invited(), err)
		}
	})
}
