package main

import (
	netmail "net/mail"
	"os"
	"time"

	"soundings/server/mail"
	webmail "soundings/web/mail"
	"soundings/web/texts"
)

// How the mail server is talked to.
const (
	mailWorkers = 4 // connections
	mailTimeout = 2 * time.Minute
)

// checkMail holds the settings of mail against what can be.
func (s *Settings) checkMail() error {
	if s.SMTP == "" {
		return nil
	}
	if err := mail.CheckServer(s.SMTP); err != nil {
		return wrong("--smtp (SOUNDINGS_SMTP): %v", err)
	}
	if s.MailFrom == "" {
		return wrong("--mail-from (SOUNDINGS_MAIL_FROM) is missing: with --smtp, say which address mail comes from")
	}
	for _, each := range []struct{ name, address string }{{"--mail-from (SOUNDINGS_MAIL_FROM)", s.MailFrom}, {"--mail-reply-to (SOUNDINGS_MAIL_REPLY_TO)", s.MailReplyTo}} {
		if a, err := netmail.ParseAddress(each.address); each.address != "" && (err != nil || a.Name != "" || a.Address != each.address) {
			return wrong("%s %q is no mail address: write it as beta@clinic.example.org", each.name, each.address)
		}
	}
	if s.MailRate < 1 || s.MailRate > 100_000 {
		return wrong("--mail-rate (SOUNDINGS_MAIL_RATE) is %d: write how many mails a minute the mail server takes, from 1 to 100000", s.MailRate)
	}
	_, err := s.signing()
	return err
}

// signing returns how mail is signed; nil: it is not.
func (s *Settings) signing() (*mail.Signing, error) {
	switch {
	case s.DKIMKey == "" && s.DKIMSelector == "":
		return nil, nil
	case s.DKIMKey == "":
		return nil, wrong("--dkim-key (SOUNDINGS_DKIM_KEY) is missing: with --dkim-selector, say in which file the key is")
	}
	file, err := os.ReadFile(s.DKIMKey)
	if err != nil {
		return nil, wrong("--dkim-key (SOUNDINGS_DKIM_KEY) cannot be read: %v", err)
	}
	signing, err := mail.ReadSigning(file, s.DKIMSelector)
	if err != nil {
		return nil, wrong("--dkim-key (SOUNDINGS_DKIM_KEY) with --dkim-selector (SOUNDINGS_DKIM_SELECTOR): %v", err)
	}
	return signing, nil
}

// newPost returns what hands mail to the mail server of the settings, with links that begin with a public address.
func newPost(s Settings, base func() string) (*mail.Post, error) {
	said, err := texts.Load()
	if err != nil {
		return nil, err
	}
	writer, err := webmail.New(said, base)
	if err != nil {
		return nil, err
	}
	signing, err := s.signing()
	if err != nil {
		return nil, err
	}
	return mail.Open(mail.Config{
		Sign: signing, Server: s.SMTP, From: s.MailFrom, ReplyTo: s.MailReplyTo, Workers: mailWorkers, Rate: s.MailRate, Timeout: mailTimeout, Write: writer.Write,
	})
}
