package mail

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
)

// hangUp is the reply of a server that ends the connection.
const hangUp = ""

// startScripted starts a server that greets and answers each command as it is told, by the command's first word; else with 250.
func startScripted(t *testing.T, greeting string, replies map[string]string) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				converse(conn, greeting, replies)
			}()
		}
	}()
	return listener.Addr().String()
}

func converse(conn net.Conn, greeting string, replies map[string]string) {
	fmt.Fprintf(conn, "%s\r\n", greeting)
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		word, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " ")
		reply, told := replies[word]
		switch {
		case told && reply == hangUp:
			return
		case told:
			fmt.Fprintf(conn, "%s\r\n", reply)
		default:
			fmt.Fprint(conn, "250 2.0.0 ok\r\n")
		}
		if word == "DATA" && strings.HasPrefix(reply, "354") {
			if replies["TEXT"] == hangUp {
				return
			}
			for lines.Scan() && lines.Text() != "." {
			}
			fmt.Fprintf(conn, "%s\r\n", replies["TEXT"])
		}
	}
}

// What a server gets wrong is trouble where it would befall every message, and known of this one alone where it would not.
func TestServersThatGoWrong(t *testing.T) {
	const ready = "220 mail.example ready"
	for _, test := range []struct {
		about, greeting string
		replies         map[string]string
		want            string
	}{
		{"all is well", ready, map[string]string{"DATA": "354 go on", "TEXT": "250 taken"}, "sent"},
		{"it is busy", "421 4.3.2 come again", nil, "trouble"},
		{"it speaks something else", "SSH-2.0-OpenSSH_9.9", nil, "trouble"},
		{"it hangs up when it is greeted", ready, map[string]string{"EHLO": hangUp, "HELO": hangUp}, "trouble"},
		{"it lets nobody in", ready, map[string]string{"EHLO": "250-mail.example\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 no"}, "trouble"},
		{"it takes nothing from us", ready, map[string]string{"MAIL": "550 5.7.1 no"}, "trouble"},
		{"it hangs up at the sender", ready, map[string]string{"MAIL": hangUp}, "trouble"},
		{"it has no time for this address", ready, map[string]string{"RCPT": "451 4.7.1 greylisted"}, "refused"},
		{"it hangs up at the address", ready, map[string]string{"RCPT": hangUp}, "refused"},
		{"it hangs up instead of the text", ready, map[string]string{"DATA": hangUp}, "refused"},
		{"it has no room", ready, map[string]string{"DATA": "452 4.3.1 full"}, "refused"},
		{"it hangs up in the text", ready, map[string]string{"DATA": "354 go on", "TEXT": hangUp}, "unknown"},
		{"it does not like the text", ready, map[string]string{"DATA": "354 go on", "TEXT": "554 5.7.1 spam"}, "refused"},
	} {
		server := "smtp://" + startScripted(t, test.greeting, test.replies)
		if _, asks := test.replies["AUTH"]; asks {
			server = strings.Replace(server, "smtp://", "smtp://user:password@", 1)
		}
		err := postTo(t, server, 500*time.Millisecond).Send(t.Context(), to("ana"))
		if got := outcome(err); got != test.want {
			t.Errorf("%s: %s, want %s: %v", test.about, got, test.want, err)
		}
		if err != nil && (strings.Contains(err.Error(), "ana@") || strings.Contains(err.Error(), "password@")) {
			t.Errorf("%s: the error says too much: %v", test.about, err)
		}
	}
}

// clinicBy returns a clinic whose mail goes by a Post, and which asks people about the portal: so many by each name.
func clinicBy(t testing.TB, post contact.Post, many int, names ...string) *servicestest.Clinic {
	t.Helper()
	c := servicestest.New(t)
	c.SetUp(t)
	c.Outbox.Post = post
	c.Clock.Set(time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC))
	ctx := servicestest.ByManager(t)
	var refs []string
	for n := range many {
		for _, name := range names {
			ref := fmt.Sprintf("%s-%05d", name, n)
			refs = append(refs, ref)
			if _, err := c.Cohorts.SaveParticipant(ctx, cohorts.Participant{Ref: ref, Group: cohorts.Patient, Language: "en", Email: ref + "@example.org"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	cohort := c.Agreed(t, "Beta", refs...)
	v := c.Portal(t)
	if _, err := c.Contact.Start(ctx, contact.ForSurvey, v.ID, []contact.Step{{AfterDays: 0, By: contact.ByMail}}); err != nil {
		t.Fatal(err)
	}
	c.Invite(t, v.ID, cohort)
	for n := 1; n > 0; {
		var err error
		if n, err = c.Outbox.Take(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// Of a server that refuses every second address, loses connections and thinks that mail is spam nothing stops the rest, nothing is
// sent twice, and each message is accounted for.
func TestTheOutboxWithAServerThatGoesWrong(t *testing.T) {
	box, post := startMailbox(t, time.Second)
	c := clinicBy(t, post, 8, "ana", "nobody", "lost", "full", "spam")
	send := func() {
		for n := 1; n > 0; {
			var err error
			if n, err = c.Outbox.Send(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	states := func() map[contact.MessageState]int {
		counts, err := c.Outbox.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := map[contact.MessageState]int{}
		for state, n := range counts[contact.ByMail] {
			if n > 0 {
				got[state] = n
			}
		}
		return got
	}
	send()
	expect.Equal(t, "at once", states(), map[contact.MessageState]int{contact.MessageSent: 8, contact.MessageFailed: 8, contact.MessageDeferred: 24})
	for range 30 {
		c.Clock.Advance(2 * time.Hour)
		send()
	}
	expect.Equal(t, "after two days", states(), map[contact.MessageState]int{contact.MessageSent: 8, contact.MessageFailed: 32})
	box.mu.Lock()
	defer box.mu.Unlock()
	expect.Equal(t, "who got mail", len(box.messages), 8)
	expect.Equal(t, "each once", box.taken, 8)
}
