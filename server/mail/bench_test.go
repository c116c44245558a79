package mail

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// sink is a mail server that takes every message and keeps none.
type sink struct{ taken atomic.Int64 }

// NewSession begins to talk with a client.
func (s *sink) NewSession(*smtp.Conn) (smtp.Session, error) { return sinkSession{s}, nil }

type sinkSession struct{ to *sink }

func (sinkSession) Mail(string, *smtp.MailOptions) error { return nil }
func (sinkSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (sinkSession) Reset()                               {}
func (sinkSession) Logout() error                        { return nil }

func (s sinkSession) Data(r io.Reader) error {
	s.to.taken.Add(1)
	_, err := io.Copy(io.Discard, r)
	return err
}

// BenchmarkTenThousandMails sends 10,000 mails from the outbox to a server on this machine, and then as many with the mail library
// alone over as many connections: mails a second of both, the ratio, and the most memory that was live on the way.
func BenchmarkTenThousandMails(b *testing.B) {
	const mails, workers = 10_000, 4
	to := &sink{}
	server := "smtp://" + startServer(b, to, nil)
	config := postTo(b, server, time.Minute).config
	config.Workers, config.Rate = workers, 1e9
	post, err := Open(config)
	if err != nil {
		b.Fatal(err)
	}
	c := servicestest.New(b)
	c.SetUp(b)
	c.Outbox.Post = post
	c.Clock.Set(time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC))
	ctx := servicestest.ByManager(b)
	file, refs := strings.Builder{}, make([]string, mails)
	file.WriteString("ref,group,language,email\n")
	for n := range mails {
		refs[n] = fmt.Sprintf("S-%05d", n)
		fmt.Fprintf(&file, "%s,staff,en,s%05d@example.org\n", refs[n], n)
	}
	if _, err := c.Cohorts.Import(ctx, strings.NewReader(file.String()), false); err != nil {
		b.Fatal(err)
	}
	v := c.Portal(b)
	if _, err := c.Contact.Start(ctx, contact.ForSurvey, v.ID, []contact.Step{{AfterDays: 0, By: contact.ByMail}}); err != nil {
		b.Fatal(err)
	}
	if _, err := c.Surveys.Invite(ctx, v.ID, surveys.Audience{Refs: refs}); err != nil {
		b.Fatal(err)
	}
	for n := 1; n > 0; {
		n, _ = c.Outbox.Take(ctx)
	}
	b.ResetTimer()
	most, stop := liveMemory()
	start := time.Now()
	for n := 1; n > 0; {
		var err error
		if n, err = c.Outbox.Send(ctx); err != nil {
			b.Fatal(err)
		}
	}
	ours := mails / time.Since(start).Seconds()
	close(stop)
	if n := to.taken.Load(); n != mails {
		b.Fatalf("%d mails came", n)
	}
	alone := libraryAlone(b, post, mails, workers)
	b.ReportMetric(ours, "mails/s")
	b.ReportMetric(alone, "library-mails/s")
	b.ReportMetric(ours/alone, "ratio")
	b.ReportMetric(float64(most.Load())/(1<<20), "live-MiB")
	b.ReportMetric(0, "ns/op")
}

// libraryAlone sends mails with the library alone, and returns how many a second.
func libraryAlone(b *testing.B, post *Post, mails, workers int) float64 {
	clinic := cohorts.Clinic{Name: "Clinic"}
	start := time.Now()
	var sending sync.WaitGroup
	for w := range workers {
		sending.Go(func() {
			client, err := post.client.DialToSMTPClientWithContext(b.Context())
			if err != nil {
				b.Error(err)
				return
			}
			for n := range mails / workers {
				m := contact.Mail{ID: fmt.Sprintf("ALONE%d-%d", w, n), Clinic: clinic, Address: "ana@example.org", Token: "ABCD-EFGH-JKMN-PQRS", First: start}
				written, _ := post.config.Write(m)
				message, err := post.message(m, written)
				if err == nil {
					err = post.client.SendWithSMTPClient(client, message)
				}
				if err != nil {
					b.Error(err)
					return
				}
			}
			_ = client.Close()
		})
	}
	sending.Wait()
	return float64(mails) / time.Since(start).Seconds()
}

// liveMemory looks at the heap until stop is closed, and returns the most that it was.
func liveMemory() (most *atomic.Uint64, stop chan struct{}) {
	most, stop = new(atomic.Uint64), make(chan struct{})
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most.Store(max(most.Load(), m.HeapAlloc))
			}
		}
	}()
	return most, stop
}
