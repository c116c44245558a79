package main

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"testing"
	"time"

	"soundings/cohorts/contact"
)

// BenchmarkOutboxPage measures the page of the outbox with 1,000 and with 1,000,000 messages that were sent: the median of forty
// looks at what was sent, what waits, and one person.
func BenchmarkOutboxPage(b *testing.B) {
	for _, messages := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprint(messages), func(b *testing.B) {
			s, _ := startRecorded(b, folder(b))
			c := newClient(s.BaseURL)
			c.setUp(b)
			c.signsIn(b, s)
			s.sent(b, messages)
			b.ResetTimer()
			for name, path := range map[string]string{"sent-ms": "/outbox?state=sent", "waiting-ms": "/outbox", "person-ms": "/outbox?ref=P-0000007", "api-ms": "/api/v1/outbox?state=sent&limit=50"} {
				b.ReportMetric(float64(c.median(b, path).Microseconds())/1000, name)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// signsIn signs a manager in.
func (c *client) signsIn(b testing.TB, s *server) {
	b.Helper()
	token, err := s.app.Accounts.AdminLink(b.Context(), "jordan@clinic.example")
	if err != nil {
		b.Fatal(err)
	}
	if c.http.Jar, err = cookiejar.New(nil); err != nil {
		b.Fatal(err)
	}
	form := url.Values{"token": {token}, "name": {"Jordan"}, "email": {"jordan@clinic.example"}, "password": {"four words in a row"}}
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, c.base+"/setup", nil)
	if err != nil {
		b.Fatal(err)
	}
	r.URL.RawQuery = form.Encode()
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := c.http.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		b.Fatalf("signing in: %d", answer.StatusCode)
	}
}

// sent puts messages into the outbox that were sent, one a person, and a few that wait.
func (s *server) sent(b *testing.B, messages int) {
	b.Helper()
	at := time.Now().UTC().Truncate(time.Millisecond)
	for first := 0; first < messages; first += 900 {
		var some []contact.Message
		for n := first; n < min(first+900, messages); n++ {
			m := contact.Message{
				ID: fmt.Sprintf("M%07d-0", n), Invitation: fmt.Sprintf("M%07d", n), Kind: contact.ForPassword, Ref: fmt.Sprintf("P-%07d", n), To: fmt.Sprintf("P-%07d", n),
				By: contact.ByMail, State: contact.MessageSent, Began: at, Due: at.Add(time.Duration(n) * time.Millisecond), At: at, Tries: 1, First: at, Charged: true,
			}
			if n%(messages/100) == 0 {
				m.State, m.At, m.Look = contact.MessageWaiting, time.Time{}, at.AddDate(0, 0, 7)
			}
			some = append(some, m)
		}
		if err := s.app.Store.SaveOutgoing(b.Context(), contact.Outgoing{Messages: some}); err != nil {
			b.Fatal(err)
		}
	}
	for n := 1; n > 0; {
		var err error
		if n, err = s.app.Store.Fold(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// median returns how long a page takes in the middle of forty looks.
func (c *client) median(b *testing.B, path string) time.Duration {
	b.Helper()
	took := make([]time.Duration, 40)
	for n := range took {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, c.base+path, nil)
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+testKey)
		start := time.Now()
		answer, err := c.http.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		_ = answer.Body.Close()
		if took[n] = time.Since(start); answer.StatusCode != http.StatusOK {
			b.Fatalf("%s: %d", path, answer.StatusCode)
		}
	}
	slices.Sort(took)
	return took[len(took)/2]
}
