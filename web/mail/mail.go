// Package mail writes the mails that ask people something or tell them, as plain text and as HTML.
//
// A mail names the clinic, says that there are questions or news, and has the personal link with its code. It names nobody, and says
// nothing of what is asked or told: more than one person may read it.
package mail

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"soundings/cohorts/contact"
	"soundings/web/texts"
)

//go:embed layout.gohtml
var files embed.FS

// Writer writes mails.
type Writer struct {
	texts  *texts.Catalogue
	layout *template.Template
	base   func() string // the public address of this server
}

// New returns a Writer of mails whose links begin with the public address of the server.
func New(catalogue *texts.Catalogue, base func() string) (*Writer, error) {
	layout, err := template.ParseFS(files, "layout.gohtml")
	if err != nil {
		return nil, fmt.Errorf("reading the layout of mails: %w", err)
	}
	return &Writer{catalogue, layout, base}, nil
}

// view is what the layout shows.
type view struct {
	Lang, Subject, Clinic     string
	Sample                    string // says that it is one, for the team; empty: it is not
	Lead, Takes, Until        string
	Button, Link              string
	ByHand, Home, Code, Call  string
	Stop, StopLink, Automatic string
}

// Write writes a mail.
func (w *Writer) Write(m contact.Mail) (contact.Written, error) {
	clinic := m.Clinic
	p := w.texts.In(clinic.Speaks(m.Language))
	base := strings.TrimRight(w.base(), "/")
	switch m.Kind {
	case contact.ForConcern:
		return w.lay(view{
			Lang: p.Lang(), Clinic: clinic.Name, Subject: p.T("mail.concern", "Bump", m.About), Lead: p.T("mail.concern_lead", "Bump", m.About),
			Button: p.T("mail.concern_button"), Link: base + "/board/" + m.About, Automatic: p.T("mail.concern_why"),
		})
	case contact.ForPassword:
		return w.lay(view{
			Lang: p.Lang(), Clinic: clinic.Name, Subject: p.T("mail.password", "Clinic", clinic.Name), Lead: p.T("mail.password_lead", "Clinic", clinic.Name),
			Until: p.T("mail.password_until"), Button: p.T("mail.password_button"), Link: base + "/setup?token=" + m.Token, Automatic: p.T("mail.password_ignore"),
		})
	}
	link, choices := base+"/s/"+m.Token, base+"/u/"+m.Token
	_, home, _ := strings.Cut(base, "://")
	lead, subject, button := "mail.lead", "mail.subject", "mail.button"
	switch m.Kind {
	case contact.ForConsent:
		lead, subject, button = "mail.invites", "mail.invitation", "mail.look"
	case contact.ForAnnouncement:
		lead, subject, button = "mail.tells", "mail.news", "mail.read"
	}
	v := view{
		Lang: p.Lang(), Clinic: clinic.Name, Subject: p.T(subject, "Clinic", clinic.Name), Lead: p.T(lead, "Clinic", clinic.Name),
		Takes: p.T("mail.takes"), Button: p.T(button), Link: link, ByHand: p.T("mail.by_hand"), Home: home, Code: m.Token,
		Call: p.T("mail.call", "Clinic", clinic.Name, "Phone", clinic.Phone), Stop: p.T("mail.stop"), StopLink: choices, Automatic: p.T("mail.automatic"),
	}
	if m.Again {
		v.Subject, v.Lead = p.T("mail.reminder", "Subject", v.Subject), p.T("mail.again")+" "+v.Lead
	}
	if m.Sample {
		v.Subject, v.Sample = p.T("mail.sample_subject", "Subject", v.Subject), p.T("mail.sample")
	}
	if !m.Until.IsZero() {
		v.Until = p.T("mail.until", "Day", p.Date(m.Until.In(clinic.Zone())))
	}
	written, err := w.lay(v)
	if u, wrong := url.Parse(base); wrong == nil && u.Scheme == "https" {
		written.Unsubscribe = choices
	}
	return written, err
}

// lay lays a mail out as HTML and as text.
func (w *Writer) lay(v view) (contact.Written, error) {
	var html bytes.Buffer
	if err := w.layout.ExecuteTemplate(&html, "layout.gohtml", v); err != nil {
		return contact.Written{}, fmt.Errorf("laying a mail out: %w", err)
	}
	return contact.Written{From: v.Clinic, Language: v.Lang, Subject: v.Subject, Plain: v.plain(), HTML: html.String()}, nil
}

// plain returns the mail as plain text.
func (v view) plain() string {
	parts := []string{v.Sample, v.Lead + " " + v.Takes, v.Until, v.Button + ":\n" + v.Link, v.ByHand + "\n" + v.Home + "\n" + v.Code, v.Call, v.Stop + "\n" + v.StopLink, v.Automatic}
	var said []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, "\n\n") + "\n"
}
