// Package team is the room of the portal team in the menu's Portal: who has which seat and what it decides, who is on duty this
// week, and who is alerted of clinical concerns.
//
//	team.go   the team, to read and to print
//	seat.go   one seat; duty.go the pairs of the next weeks, and who is alerted
//	brief.go  what Today is handed
package team

import (
	"context"
	"embed"
	"strings"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "team", Layout: page.Team, Files: files} }

// Pages are the pages and the API of this room.
type Pages struct {
	*page.Site
	Plans *plan.Service
}

// people are the accounts there are, for pages that name them.
type people []plan.Account

func (s *Pages) people(ctx context.Context) (people, error) { return s.Plans.Accounts.Accounts(ctx) }

// name returns what somebody is called; gone: there is no such account any more.
func (p people) name(account string) (name string, gone bool) {
	for _, a := range p {
		if a.ID == account {
			return a.Name, false
		}
	}
	return "", account != ""
}

// options offers nobody and the accounts, or those alone that may change things.
func (p people) options(frame page.Page, chosen string, writers bool) []page.Option {
	all := []page.Option{{Text: frame.T("seats.nobody")}}
	for _, a := range p {
		if a.Writes || !writers {
			all = append(all, page.Option{Value: a.ID, Text: a.Name, Chosen: a.ID == chosen})
		}
	}
	return all
}

// names returns what these accounts are called, in one text.
func (p people) names(frame page.Page, accounts []string) string {
	var all []string
	for _, id := range accounts {
		if name, gone := p.name(id); !gone {
			all = append(all, name)
		}
	}
	if len(all) == 0 {
		return frame.T("seats.nobody")
	}
	return strings.Join(all, ", ")
}
