package main

import (
	"errors"
	"io"
	"log"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// postOffice is the mail server of the weeks. It keeps a log of what it took and of every fault in their order, and treats an
// address as its name says; see addresses.
type postOffice struct {
	clock *sharedClock

	mu     sync.Mutex
	log    []logged
	open   map[int]int          // connections, by who sends
	first  map[string]time.Time // when an address was first tried
	taken  map[string]bool      // which mails were, by id
	strike func(from int) bool  // is called for each mail that was taken, before that is said; true: the connection is gone; nil: no fault is to come
}

// logged is a mail that was taken, an address that was refused, or a fault.
type logged struct {
	at      time.Time
	from    int // which server sent it, or had the fault
	mail    *weeksMail
	refused string
	fault   *fault
}

// weeksMail is what is known of a mail from itself.
type weeksMail struct {
	id, to, language string
	token            string // of its link
	oneClick         string // the path by which mail programs end mail
}

// fault is something after which a mail may come once more: a server that was killed, one that stood still, a connection that was
// closed after a mail was taken.
type fault struct {
	what string
	open int    // connections at that moment
	mail string // the one mail that it befell; empty: any that was under way
}

// errHungUp ends a connection without a word.
var errHungUp = errors.New("hung up")

var (
	weeksLink = regexp.MustCompile(`https://\S+/s/([0-9A-Z-]{19})`)
	oneClick  = regexp.MustCompile(`^<https://[^/]+(/u/[0-9A-Z-]{19})>$`)
)

// addresses is what the mail server does with an address, by how its name begins.
var addresses = []struct {
	begins string
	refuse func(o *postOffice, to string) error
}{
	{"gone", func(*postOffice, string) error {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}},
	{"slow", func(o *postOffice, to string) error { // slow12.0034: for twelve hours
		hours, _, _ := strings.Cut(strings.TrimPrefix(to, "slow"), ".")
		if n, _ := strconv.Atoi(hours); o.clock.now().Before(o.first[to].Add(time.Duration(n) * time.Hour)) {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "come again"}
		}
		return nil
	}},
	{"full", func(*postOffice, string) error {
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "no room"}
	}},
}

// startPostOffice starts a mail server with a port for each of some servers that send, and returns where those are.
func startPostOffice(t *testing.T, clock *sharedClock, senders int) (o *postOffice, at []string) {
	t.Helper()
	o = &postOffice{clock: clock, open: map[int]int{}, first: map[string]time.Time{}, taken: map[string]bool{}}
	for from := range senders {
		server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.open[from]++
			return &postSession{office: o, from: from, conn: c.Conn()}, nil
		}))
		server.ErrorLog = log.New(io.Discard, "", 0) // of connections of servers that were killed
		listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = server.Serve(listener) }()
		t.Cleanup(func() { _ = server.Close() })
		at = append(at, "smtp://"+listener.Addr().String())
	}
	return o, at
}

type postSession struct {
	office *postOffice
	from   int
	conn   net.Conn
	to     string
}

func (s *postSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *postSession) Reset()                               {}

func (s *postSession) Logout() error {
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.office.open[s.from]--
	return nil
}

func (s *postSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	o := s.office
	o.mu.Lock()
	defer o.mu.Unlock()
	s.to = to
	if _, known := o.first[to]; !known {
		o.first[to] = o.clock.now()
	}
	for _, a := range addresses {
		if strings.HasPrefix(to, a.begins) {
			err := a.refuse(o, to)
			if err != nil {
				o.log = append(o.log, logged{at: o.clock.now(), from: s.from, refused: to})
			}
			return err
		}
	}
	return nil
}

// Data takes a mail. To addresses that begin with "drop" it closes the connection after the first one, so that nobody knows
// whether it was taken.
func (s *postSession) Data(r io.Reader) error {
	mail, err := s.read(r)
	if err != nil {
		return err
	}
	o := s.office
	o.mu.Lock()
	again := o.taken[mail.id]
	o.taken[mail.id] = true
	o.log = append(o.log, logged{at: o.clock.now(), from: s.from, mail: mail})
	hangUp := strings.HasPrefix(s.to, "drop") && !again
	if hangUp {
		o.note(s.from, &fault{hungUp, 1, mail.id})
	}
	strike := o.strike
	o.mu.Unlock()
	if hangUp || strike != nil && strike(s.from) {
		_ = s.conn.Close()
		return errHungUp
	}
	return nil
}

// read reads what is to be known of a mail.
func (s *postSession) read(r io.Reader) (*weeksMail, error) {
	header, text, err := readMail(r)
	if err != nil {
		return nil, err
	}
	link, click := weeksLink.FindStringSubmatch(text), oneClick.FindStringSubmatch(header.Get("List-Unsubscribe"))
	if link == nil || click == nil {
		return nil, errors.New("a mail has no link or no way out")
	}
	id, _, _ := strings.Cut(strings.Trim(header.Get("Message-Id"), "<>"), "@")
	return &weeksMail{id: id, to: s.to, language: header.Get("Content-Language"), token: link[1], oneClick: click[1]}, nil
}

// note puts a fault into the log; it may stand there more than once. The office is locked.
func (o *postOffice) note(from int, f *fault) {
	o.log = append(o.log, logged{at: o.clock.now(), from: from, fault: f})
}

// since returns the log from an entry on.
func (o *postOffice) since(n int) []logged {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]logged(nil), o.log[n:]...)
}
