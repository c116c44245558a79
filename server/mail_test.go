package main

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	netmail "net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"soundings/server/needs"
)

// mailServer is a mail server on this machine that takes every message, and knows no mailbox whose name begins with "gone".
type mailServer struct {
	mu       sync.Mutex
	messages []takenMail
}

// takenMail is one message that a mail server took.
type takenMail struct{ id, to, text string }

// NewSession begins to talk with a client.
func (m *mailServer) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &mailSession{server: m}, nil
}

type mailSession struct {
	server *mailServer
	to     string
}

func (s *mailSession) Mail(string, *smtp.MailOptions) error { return nil }

func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	if strings.HasPrefix(to, "gone") {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "unknown"}
	}
	return nil
}

func (s *mailSession) Data(r io.Reader) error {
	header, text, err := readMail(r)
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.messages = append(s.server.messages, takenMail{header.Get("Message-Id"), s.to, text})
	return nil
}

// readMail returns the header of a mail, and what it says as plain text.
func readMail(r io.Reader) (netmail.Header, string, error) {
	message, err := netmail.ReadMessage(r)
	if err != nil {
		return nil, "", err
	}
	_, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		return nil, "", err
	}
	plain, err := multipart.NewReader(message.Body, params["boundary"]).NextPart()
	if err != nil {
		return nil, "", err
	}
	text, err := io.ReadAll(plain)
	return message.Header, string(text), err
}

func (s *mailSession) Reset()        {}
func (s *mailSession) Logout() error { return nil }

// startMailServer starts a mail server and returns where it is.
func startMailServer(t *testing.T) (*mailServer, string) {
	t.Helper()
	m := new(mailServer)
	server := smtp.NewServer(m)
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return m, "smtp://" + listener.Addr().String()
}

// taken returns how many messages there are, and of how many ids.
func (m *mailServer) taken() (messages, ids int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := map[string]bool{}
	for _, one := range m.messages {
		all[one.id] = true
	}
	return len(m.messages), len(all)
}

var mailedLink = regexp.MustCompile(`http://\S+(/s/[0-9A-Z-]{19})`)

// People are asked by mail, to agree and then to answer; who reads the mail gets there by its link. A server that is killed while
// it sends goes on when it is started again: everybody gets each message, and for each connection that was open at most one
// twice, under the same id.
func TestPeopleAreAskedByMail(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		const people, connections = 60, 4
		mailbox, address := startMailServer(t)
		with := at.with("--smtp", address, "--mail-from", "beta@clinic.example", "--mail-rate", "6000")
		c := startChild(t, with...)
		c.must(t, "PUT", "/settings", map[string]any{
			"name": "Clinic", "phone": "555-0100", "languages": []string{"en"}, "quiet": map[string]any{"from": "", "to": "", "days": []string{}}, "messages_per_week": 20,
		}, nil)
		refs, file := make([]string, people), "ref,group,language,email\n"
		for n := range refs {
			refs[n] = fmt.Sprintf("P-%03d", n)
			file += fmt.Sprintf("%s,patient,en,p%03d@example.org\n", refs[n], n)
		}
		c.must(t, "POST", "/participants/import", file+"P-gone,patient,en,gone@example.org\n", nil)
		c.must(t, "POST", "/cohorts", map[string]any{"name": "Beta", "purpose": "Try", "capacity": 500}, nil)
		c.must(t, "POST", "/cohorts/beta/select", map[string]any{"refs": append(refs, "P-gone")}, nil)
		c.must(t, "POST", "/cohorts/beta/invite", map[string]any{"send": true}, nil)
		eventually(t, "some mail", func() bool { n, _ := mailbox.taken(); return n > 10 })
		c.kill()
		again := startChild(t, with...)
		eventually(t, "all mail", func() bool { _, ids := mailbox.taken(); return ids == people || again.leaseIsLong(t) })
		if messages, ids := mailbox.taken(); messages > ids+connections {
			t.Errorf("%d messages of %d ids", messages, ids)
		}
		mail := mailbox.messages[0]
		link := mailedLink.FindStringSubmatch(mail.text)
		if link == nil {
			t.Fatalf("no link is in %s", mail.text)
		}
		if got := again.shows(t, link[1], nil); got.status != http.StatusOK {
			t.Errorf("its link answers %d", got.status)
		}
		if got := again.shows(t, link[1], url.Values{"consent": {"agree"}}); got.status != http.StatusSeeOther {
			t.Errorf("to agree by its link answers %d", got.status)
		}
		var failed struct {
			Items []struct{ Ref, State, Why string }
		}
		eventually(t, "an address that does not work is told", func() bool {
			again.must(t, "GET", "/outbox?state=failed", nil, &failed)
			return len(failed.Items) == 1 && failed.Items[0].Ref == "P-gone" && failed.Items[0].Why == "refused" || slices.Contains(again.waiting(t), "P-gone")
		})
	})
}

// leaseIsLong reports whether all that is left was begun by the server that was killed: it comes once its time is over.
func (c *child) leaseIsLong(t *testing.T) bool {
	t.Helper()
	n := len(c.waiting(t))
	return n > 0 && n <= 4
}

// waiting returns for whom messages wait. Once all others are sent, those do that the server that was killed had begun.
func (c *child) waiting(t *testing.T) (refs []string) {
	t.Helper()
	var waiting struct {
		Items []struct{ Ref string }
	}
	c.must(t, "GET", "/outbox?state=waiting", nil, &waiting)
	for _, m := range waiting.Items {
		refs = append(refs, m.Ref)
	}
	return refs
}

// People are asked by mail what they answer anonymously, and a server that is killed while it sends goes on likewise; but no list
// has these messages: who counts them is the mail server.
func TestAnonymousSurveysAreAskedByMail(t *testing.T) {
	needs.Time(t)
	onBothAtOnce(t, func(t *testing.T, at place) {
		const people, connections = 60, 4
		mailbox, address := startMailServer(t)
		with := at.with("--smtp", address, "--mail-from", "beta@clinic.example", "--mail-rate", "6000")
		c := startChild(t, with...)
		c.must(t, "PUT", "/settings", map[string]any{
			"name": "Clinic", "phone": "555-0100", "languages": []string{"en"}, "quiet": map[string]any{"from": "", "to": "", "days": []string{}}, "messages_per_week": 20,
		}, nil)
		refs, file := make([]string, people), "ref,group,language,email\n"
		for n := range refs {
			refs[n] = fmt.Sprintf("S-%03d", n)
			file += fmt.Sprintf("%s,staff,en,s%03d@example.org\n", refs[n], n)
		}
		c.must(t, "POST", "/participants/import", file, nil)
		c.must(t, "POST", "/surveys", map[string]any{"title": "Frankly", "anonymous": true, "pages": []any{map[string]any{"questions": []any{
			map[string]any{"id": "ease", "type": "scale", "text": "How easy was it?", "min": 1, "max": 5}}}}}, nil)
		c.must(t, "POST", "/surveys/frankly/publish", nil, nil)
		var asked struct {
			Items []struct{ Ref, URL string }
		}
		c.must(t, "POST", "/surveys/frankly/invitations", map[string]any{"refs": refs, "send": true}, &asked)
		for _, one := range asked.Items {
			if one.URL != "" {
				t.Fatal("the team is shown a link that the server sends")
			}
		}
		eventually(t, "some mail", func() bool { n, _ := mailbox.taken(); return n > 10 })
		c.kill()
		again := startChild(t, with...)
		eventually(t, "all mail but what was under way", func() bool { _, ids := mailbox.taken(); return ids >= people-connections })
		if messages, ids := mailbox.taken(); messages > ids+connections {
			t.Errorf("%d messages of %d ids", messages, ids)
		}
		link := mailedLink.FindStringSubmatch(mailbox.messages[0].text)
		if got := again.shows(t, link[1], url.Values{"_action": {"submit"}, "ease": {"3"}}); got.status != http.StatusSeeOther {
			t.Errorf("to answer by its link answers %d", got.status)
		}
		var listed struct{ Items []struct{ ID string } }
		for _, state := range []string{"waiting", "deferred", "sent", "failed", "skipped"} {
			again.must(t, "GET", "/outbox?state="+state, nil, &listed)
			if len(listed.Items) > 0 {
				t.Errorf("%d messages are listed as %s", len(listed.Items), state)
			}
		}
	})
}
