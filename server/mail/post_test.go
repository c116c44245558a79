package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"soundings/cohorts/contact"
)

// mailbox is a mail server on this machine. What it does to a message depends on the address.
type mailbox struct {
	mu       sync.Mutex
	messages map[string]string // by address
	taken    int
	sessions int
	reports  [][]smtp.DSNNotify // when it was asked to tell of the way of each message; nothing: as it always does
	hang     chan struct{}      // is closed at the end
}

// NewSession begins to talk with a client.
func (b *mailbox) NewSession(c *smtp.Conn) (smtp.Session, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sessions++
	return &session{box: b, conn: c}, nil
}

type session struct {
	box  *mailbox
	conn *smtp.Conn
	to   string
}

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

func (s *session) Rcpt(to string, options *smtp.RcptOptions) error {
	s.to, _, _ = strings.Cut(to, "@")
	s.box.mu.Lock()
	s.box.reports = append(s.box.reports, options.Notify)
	s.box.mu.Unlock()
	switch s.does() {
	case "nobody":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody@example.org is unknown"}
	case "full":
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "over quota"}
	case "relay":
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "relaying denied"}
	}
	return nil
}

// does returns what the server does to the message: "nobody-7@…" is nobody's as "nobody@…" is.
func (s *session) does() string {
	name, _, _ := strings.Cut(s.to, "-")
	return name
}

func (s *session) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	switch s.does() {
	case "spam":
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "no"}
	case "lost": // after the final dot, before the answer
		return s.conn.Conn().Close()
	case "hangs":
		<-s.box.hang
	}
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.messages[s.to] = string(content)
	s.box.taken++
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// startMailbox starts a mail server and returns a Post to it.
func startMailbox(t *testing.T, timeout time.Duration) (*mailbox, *Post) {
	t.Helper()
	box := &mailbox{messages: map[string]string{}, hang: make(chan struct{})}
	address := startServer(t, box, nil)
	t.Cleanup(func() { close(box.hang) })
	return box, postTo(t, "smtp://"+address, timeout)
}

// startServer starts a mail server, which offers TLS where it has a certificate, and returns where it listens.
func startServer(t testing.TB, to smtp.Backend, with *tls.Config) string {
	t.Helper()
	server := smtp.NewServer(to)
	server.ErrorLog, server.TLSConfig, server.EnableDSN = quiet{}, with, true
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return listener.Addr().String()
}

// selfSigned returns a certificate of this machine for which nobody vouches.
func selfSigned(t *testing.T) tls.Certificate {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	return server.TLS.Certificates[0]
}

func postTo(t testing.TB, server string, timeout time.Duration) *Post {
	t.Helper()
	p, err := Open(Config{
		Server: server, From: "beta@clinic.example", ReplyTo: "help@clinic.example", Workers: 2, Rate: 600_000, Timeout: timeout,
		Write: func(m contact.Mail) (contact.Written, error) {
			return contact.Written{
				From: "Riverside Clínic", Language: "es", Subject: "Unas preguntas — ¿sí?", Plain: "Hola,\n\n" + m.Token + "\n", HTML: "<p>Hola " + m.Token + "</p>",
				Unsubscribe: "https://beta.example/u/" + m.Token,
			}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close(context.Background()) })
	return p
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func to(name string) contact.Mail {
	return contact.Mail{ID: "01ABC-0", Address: name + "@example.org", Token: "ABCD-EFGH-JKMN-PQRS", First: time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC)}
}

// outcome returns what came of a message, in a word.
func outcome(err error) string {
	var refusal *contact.Refusal
	switch {
	case err == nil:
		return "sent"
	case errors.As(err, &refusal) && refusal.Permanent:
		return "refused for good"
	case errors.As(err, &refusal):
		return "refused"
	case errors.Is(err, contact.ErrTrouble):
		return "trouble"
	}
	return "unknown"
}

func TestWhatComesOfMessages(t *testing.T) {
	_, post := startMailbox(t, time.Second)
	for _, test := range []struct{ address, want string }{
		{"ana", "sent"},
		{"nobody", "refused for good"},
		{"bo", "sent"},
		{"full", "refused"},
		{"relay", "refused"},
		{"spam", "refused"},
		{"cy", "sent"},
		{"lost", "unknown"},
		{"di", "sent"},
		{"hangs", "unknown"},
		{"ed", "sent"},
	} {
		err := post.Send(t.Context(), to(test.address))
		if got := outcome(err); got != test.want {
			t.Errorf("%s: %s, want %s: %v", test.address, got, test.want, err)
		}
		if err != nil && strings.Contains(err.Error(), "example.org") {
			t.Errorf("%s: the error names the address: %v", test.address, err)
		}
	}
	if got := outcome(post.Send(t.Context(), contact.Mail{ID: "x", Address: "no address"})); got != "refused for good" {
		t.Errorf("what is no address: %s", got)
	}
}

// Connections stay open between messages and are used in turn; one that the server has closed meanwhile loses none.
func TestConnectionsAreUsedAgain(t *testing.T) {
	box, post := startMailbox(t, time.Second)
	for range 20 {
		if err := post.Send(t.Context(), to("ana")); err != nil {
			t.Fatal(err)
		}
	}
	if box.sessions != post.Workers() {
		t.Errorf("%d connections for messages one after another", box.sessions)
	}
	for range post.Workers() {
		client := <-post.idle
		_ = client.Close()
		post.idle <- client
	}
	if err := post.Send(t.Context(), to("bo")); err != nil {
		t.Errorf("over a connection that is gone: %v", err)
	}
}

func TestServersThatTakeNothing(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	silent := listener.Addr().String() // it never says a word
	t.Cleanup(func() { _ = listener.Close() })
	gone, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = gone.Close()
	forged := startServer(t, &mailbox{}, &tls.Config{Certificates: []tls.Certificate{selfSigned(t)}})
	for about, server := range map[string]string{
		"nobody listens": "smtp://" + gone.Addr().String(), "it hangs": "smtp://" + silent, "it speaks no TLS": "smtps://" + silent,
		"nobody vouches for its certificate": "smtp://" + forged,
	} {
		if got := outcome(postTo(t, server, 200*time.Millisecond).Send(t.Context(), to("ana"))); got != "trouble" {
			t.Errorf("%s: %s", about, got)
		}
	}
}

// A message has the headers that mail programs need, and is the same when it is sent again.
func TestHeaders(t *testing.T) {
	box, post := startMailbox(t, time.Second)
	if err := post.Send(t.Context(), to("ana")); err != nil {
		t.Fatal(err)
	}
	first := box.messages["ana"]
	parsed, err := netmail.ReadMessage(strings.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]string{
		"Message-Id": "<01ABC-0@clinic.example>", "Date": "Mon, 01 Mar 2027 15:00:00 +0000", "Auto-Submitted": "auto-generated", "Content-Language": "es",
		"List-Unsubscribe": "<https://beta.example/u/ABCD-EFGH-JKMN-PQRS>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Mime-Version": "1.0",
		"User-Agent": "", "X-Mailer": "",
	} {
		if got := parsed.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	for header, want := range map[string]string{"From": "Riverside Clínic|beta@clinic.example", "Reply-To": "Riverside Clínic|help@clinic.example", "To": "|ana@example.org"} {
		address, err := netmail.ParseAddress(parsed.Header.Get(header))
		if err != nil || address.Name+"|"+address.Address != want {
			t.Errorf("%s: %v, want %s: %v", header, address, want, err)
		}
	}
	if err := post.Send(t.Context(), to("ana")); err != nil {
		t.Fatal(err)
	}
	if again := box.messages["ana"]; again != first {
		t.Errorf("sent again it is another one:\n%s\n%s", first, again)
	}
}

func TestAddressesOfServers(t *testing.T) {
	for server, want := range map[string]string{
		"smtp://mail.example.org":                      "TLSMandatory mail.example.org:587",
		"smtp://user:secret@mail.example.org:2525":     "TLSMandatory mail.example.org:2525",
		"smtps://user:p%40ss@mail.example.org":         "TLSMandatory mail.example.org:465",
		"smtp://127.0.0.1:1025":                        "TLSOpportunistic 127.0.0.1:1025",
		"smtp://localhost":                             "TLSOpportunistic localhost:25",
		"http://mail.example.org":                      "refused",
		"mail.example.org:25":                          "refused",
		"smtp://":                                      "refused",
		"smtp://mail.example.org/inbox":                "refused",
		"smtp://user:secret@mail.example.org:99999999": "refused",
	} {
		client, err := newClient(server, time.Second)
		got := "refused"
		if err == nil {
			got = client.TLSPolicy() + " " + client.ServerAddr()
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error has the password", server)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", server, got, want)
		}
	}
}
