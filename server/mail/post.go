package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
	"golang.org/x/time/rate"

	"soundings/cohorts/contact"
)

// Writer returns what stands in a message.
type Writer func(m contact.Mail) (contact.Written, error)

// Config is what a Post is made with.
type Config struct {
	Server  string   // smtp://user:password@host:587, with STARTTLS, or smtps://
	From    string   // the address that messages come from, and to which they come back
	ReplyTo string   // empty: From
	Sign    *Signing // nil: the mail server signs
	Workers int      // connections at once
	Rate    int      // messages a minute
	Timeout time.Duration
	Write   Writer
}

// Post hands mail to a mail server. It implements contact.Post.
type Post struct {
	config Config
	client *gomail.Client
	quiet  *gomail.Client // asks the server not to tell whether a message was delivered (RFC 3461)
	domain string         // of message ids
	rate   *rate.Limiter
	idle   chan *smtp.Client // so many connections as Workers, the one that was used last at the end; nil: it is not open
}

// CheckServer returns what is wrong with the address of a mail server.
func CheckServer(server string) error {
	_, err := newClient(server, time.Minute)
	return err
}

// Open returns a Post. It connects with the first message.
func Open(c Config) (*Post, error) {
	client, err := newClient(c.Server, c.Timeout)
	if err != nil {
		return nil, err
	}
	quiet, err := newClient(c.Server, c.Timeout, gomail.WithDSNRcptNotifyType(gomail.DSNRcptNotifyNever))
	if err != nil {
		return nil, err
	}
	from, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("reading the address that mail comes from: %w", err)
	}
	c.From = from.Address
	_, domain, _ := strings.Cut(from.Address, "@")
	p := &Post{
		config: c, client: client, quiet: quiet, domain: domain, idle: make(chan *smtp.Client, c.Workers),
		rate: rate.NewLimiter(rate.Every(time.Minute/time.Duration(c.Rate)), c.Workers),
	}
	for range c.Workers {
		p.idle <- nil
	}
	return p, nil
}

// newClient returns what connects to a server. Off this machine it takes no connection without TLS.
func newClient(server string, timeout time.Duration, options ...gomail.Option) (*gomail.Client, error) {
	u, err := url.Parse(server)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("it is no address of a mail server: write it as smtp://user:password@host:587 or smtps://user:password@host")
	}
	options = append(options, gomail.WithTimeout(timeout))
	switch {
	case u.Scheme == "smtps":
		options = append(options, gomail.WithSSL(), gomail.WithPort(gomail.DefaultPortSSL))
	case isLoopback(u.Hostname()):
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic), gomail.WithPort(gomail.DefaultPort))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithPort(gomail.DefaultPortTLS))
	}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		options = append(options, gomail.WithPort(port))
	}
	if password, ok := u.User.Password(); ok {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, errors.New("the port is none") // the library's error may hold the password
	}
	return client, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Workers returns how many messages may be under way at once.
func (p *Post) Workers() int { return p.config.Workers }

// Send hands a message to the server; see contact.Post.
func (p *Post) Send(ctx context.Context, m contact.Mail) error {
	written, err := p.config.Write(m)
	if err != nil {
		return fmt.Errorf("%w: writing a message: %w", contact.ErrTrouble, err)
	}
	message, err := p.message(m, written)
	if err != nil {
		return err
	}
	if err := p.turn(ctx); err != nil {
		return err
	}
	for {
		client, fresh, err := p.connect(ctx)
		if err != nil {
			return fmt.Errorf("%w: connecting: %w", contact.ErrTrouble, err)
		}
		err = p.by(m).SendWithSMTPClient(client, message)
		if err != nil && !isRefusal(err) {
			_ = client.Close()
			client = nil
		}
		p.idle <- client
		if !fresh && isStale(err) {
			continue // the server had closed it: nothing was handed over
		}
		return p.judge(message, err)
	}
}

// by returns what hands a message over.
func (p *Post) by(m contact.Mail) *gomail.Client {
	if m.Quiet {
		return p.quiet
	}
	return p.client
}

// Pass does what Send does before it names an address; see contact.Post.
func (p *Post) Pass(ctx context.Context) error {
	if err := p.turn(ctx); err != nil {
		return err
	}
	for {
		client, fresh, err := p.connect(ctx)
		if err != nil {
			return fmt.Errorf("%w: connecting: %w", contact.ErrTrouble, err)
		}
		if err = p.greet(client); err != nil {
			_ = client.Close()
			client = nil
		}
		p.idle <- client
		switch {
		case err == nil:
			return nil
		case fresh:
			return fmt.Errorf("%w: %w", contact.ErrTrouble, err)
		}
	}
}

// greet names the sender to the server, and resets that.
func (p *Post) greet(client *smtp.Client) error {
	if err := client.UpdateDeadline(p.config.Timeout); err != nil {
		return fmt.Errorf("keeping a connection: %w", err)
	}
	if err := client.Mail(p.config.From); err != nil {
		return fmt.Errorf("saying who writes: %w", err)
	}
	if err := client.Reset(); err != nil {
		return fmt.Errorf("taking it back: %w", err)
	}
	return nil
}

// turn waits for the turn of a message.
func (p *Post) turn(ctx context.Context) error {
	if err := p.rate.Wait(ctx); err != nil {
		return fmt.Errorf("%w: waiting for one's turn: %w", contact.ErrTrouble, err)
	}
	return nil
}

// connect returns a connection: the one that was not used for longest. So one over which a message went that is not noted yet is
// taken last, and where this server falls no more messages are without a note than there are connections.
func (p *Post) connect(ctx context.Context) (client *smtp.Client, fresh bool, err error) {
	select {
	case client = <-p.idle:
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
	if client != nil {
		return client, false, nil
	}
	if client, err = p.client.DialToSMTPClientWithContext(ctx); err != nil {
		p.idle <- nil
	}
	return client, true, err
}

// Close ends the connections that are open.
func (p *Post) Close(context.Context) error {
	for range p.config.Workers {
		select {
		case client := <-p.idle:
			if client != nil {
				_ = p.client.CloseWithSMTPClient(client)
			}
			p.idle <- nil
		default: // in use
		}
	}
	return nil
}

// message returns a message as it goes over the line. It is the same whenever it is sent again.
func (p *Post) message(m contact.Mail, w contact.Written) (*gomail.Msg, error) {
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary("soundings-"+m.ID))
	if err := message.FromFormat(w.From, p.config.From); err != nil {
		return nil, fmt.Errorf("%w: naming who writes: %w", contact.ErrTrouble, err)
	}
	if p.config.ReplyTo != "" {
		if err := message.ReplyToFormat(w.From, p.config.ReplyTo); err != nil {
			return nil, fmt.Errorf("%w: naming who is answered: %w", contact.ErrTrouble, err)
		}
	}
	if err := message.To(m.Address); err != nil {
		return nil, &contact.Refusal{Permanent: true, Err: errors.New("this is no mail address")} // the library's error has it
	}
	message.Subject(w.Subject)
	message.SetMessageIDWithValue(m.ID + "@" + p.domain)
	message.SetDateWithValue(m.First)
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	message.SetGenHeader(gomail.HeaderContentLang, w.Language)
	if w.Unsubscribe != "" {
		message.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+w.Unsubscribe+">")
		message.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	message.SetBodyString(gomail.TypeTextPlain, w.Plain)
	message.AddAlternativeString(gomail.TypeTextHTML, w.HTML)
	if p.config.Sign == nil {
		return message, nil
	}
	signature, err := p.config.Sign.sign(p.domain, message)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", contact.ErrTrouble, err)
	}
	message.SetGenHeaderPreformatted("DKIM-Signature", signature)
	return message, nil
}

// judge returns what came of sending a message, as contact.Post has it.
func (p *Post) judge(message *gomail.Msg, err error) error {
	var said *gomail.SendError
	switch {
	case message.IsDelivered(): // whatever became of the connection after it
		return nil
	case !errors.As(err, &said):
		return fmt.Errorf("sending a message: %w", err)
	}
	cause := fmt.Errorf("%s, code %d %s", said.Reason, said.ErrorCode(), said.EnhancedStatusCode()) // what the server says may name the address
	switch said.Reason {
	case gomail.ErrConnCheck, gomail.ErrGetSender, gomail.ErrSMTPMailFrom, gomail.ErrNoUnencoded:
		return fmt.Errorf("%w: %w", contact.ErrTrouble, cause)
	case gomail.ErrSMTPRcptTo, gomail.ErrGetRcpts:
		return &contact.Refusal{Permanent: noMailbox(said), Err: cause}
	case gomail.ErrSMTPData:
		return &contact.Refusal{Err: cause}
	case gomail.ErrSMTPDataClose:
		if said.ErrorCode() > 0 {
			return &contact.Refusal{Err: cause}
		}
	}
	return fmt.Errorf("sending a message: %w", cause)
}

// noMailbox reports whether a server refuses an address for good because of the address (RFC 3463: 5.1 and 5.2), and not because
// of who writes or what is written.
func noMailbox(said *gomail.SendError) bool {
	status := said.EnhancedStatusCode()
	if strings.HasPrefix(status, "5.1.") || strings.HasPrefix(status, "5.2.") {
		return true
	}
	switch said.ErrorCode() {
	case 550, 551, 553:
		return status == ""
	}
	return false
}

// isRefusal reports whether a server refused a message and may take another one over the same connection.
func isRefusal(err error) bool {
	var said *gomail.SendError
	return errors.As(err, &said) && said.Reason == gomail.ErrSMTPRcptTo && said.ErrorCode() > 0 && said.ErrorCode() != 421
}

// isStale reports whether the connection was gone before anything was handed over.
func isStale(err error) bool {
	var said *gomail.SendError
	return errors.As(err, &said) && (said.Reason == gomail.ErrConnCheck || said.Reason == gomail.ErrSMTPMailFrom && said.ErrorCode() == 0)
}
