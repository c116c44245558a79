package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"soundings/cohorts"
	"soundings/metrics"
	"soundings/surveys/board"
)

// figures returns what Prometheus is shown, once it has been counted.
func (s *server) figures(t *testing.T) string {
	t.Helper()
	var body string
	waitFor(t, "the first figures", func() bool {
		_, body = s.get(t, "/metrics")
		return strings.Contains(body, "\nsoundings_refreshed_timestamp_seconds ")
	})
	return body
}

func TestFiguresAreNamedWell(t *testing.T) {
	s := start(t, "--demo")
	s.get(t, "/")
	problems, err := promlint.New(strings.NewReader(s.figures(t))).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

func TestFiguresPointAtNobody(t *testing.T) {
	s := start(t, "--demo")
	shown := s.figures(t)
	for p, err := range s.app.Cohorts.EveryParticipant(t.Context(), cohorts.ParticipantQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, private := range []string{p.Ref, p.Name, p.Email, p.Phone} {
			if private != "" && strings.Contains(shown, private) {
				t.Errorf("%q is in the figures", private)
			}
		}
	}
	team, err := s.app.Accounts.AllStaff(t.Context())
	if err != nil || len(team) < 4 {
		t.Fatalf("the team is %v, %v", team, err)
	}
	for _, one := range team { // who owns goals, tasks and features is one of them
		for _, private := range []string{one.ID, one.Name, one.Email} {
			if strings.Contains(shown, private) {
				t.Errorf("%q of the team is in the figures", private)
			}
		}
	}
}

// What strangers and the portal send makes no label, however they send it.
func TestFiguresTakeNoLabelFromOutside(t *testing.T) {
	const odd = "0DDVALUE"
	s := start(t, "--demo")
	for _, request := range []struct{ method, path string }{
		{odd, "/"}, {http.MethodGet, "/" + odd}, {http.MethodGet, "/s/" + odd}, {http.MethodGet, "/surveys/" + odd},
		{http.MethodGet, "/api/v1/" + odd}, {http.MethodGet, "/api/v1/cohorts/" + odd + "/members"}, {http.MethodGet, "/static/" + odd},
		{http.MethodPost, "/ofrep/v1/evaluate/flags/" + odd}, {http.MethodGet, "/?" + odd}, {odd, "/" + odd},
	} {
		r, err := http.NewRequestWithContext(t.Context(), request.method, "http://"+s.Addr+request.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("User-Agent", odd)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
	}
	_, err := s.app.Intake.Take(t.Context(), []metrics.Event{
		{ID: odd + "1", Ref: odd, Kind: metrics.Login, At: time.Now()},
		{ID: odd + "2", Ref: odd, Kind: odd, At: time.Now()},
		{ID: odd + "3", Ref: odd, Kind: metrics.Used, Feature: odd, At: time.Now()},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.app.Board.Report(t.Context(), board.Reporting{Where: board.SomethingElse, Text: odd, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.app.Series.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if shown := s.figures(t); strings.Contains(shown, odd) {
		_, after, _ := strings.Cut(shown, odd)
		t.Errorf("%q is in the figures, before %.200s", odd, after)
	}
}
