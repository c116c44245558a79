package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// setupLinkName is what a set-up link is printed under.
const setupLinkName = "Set up"

func setupLink(baseURL, token string) Link {
	return Link{setupLinkName, baseURL + "/setup?token=" + token}
}

// admin prints a link by which somebody becomes a manager.
func (m *Main) admin(ctx context.Context, email string) error {
	link, err := m.newAdminLink(ctx, email)
	if err != nil {
		return err
	}
	return m.print(link)
}

func (m *Main) print(link Link) error {
	_, err := fmt.Fprintf(m.Out, "%s: %s\n", link.Name, link.URL)
	return err
}

func (m *Main) newAdminLink(ctx context.Context, email string) (Link, error) {
	if client := m.running(ctx); client != nil {
		return askAdminLink(ctx, client, email)
	}
	s, err := m.openServices(ctx)
	if err != nil {
		return Link{}, err
	}
	return adminLink(ctx, s.Accounts, email, m.baseURL(m.Settings.Listen))
}

// adminLink makes the link.
func adminLink(ctx context.Context, accounts *auth.Service, email, baseURL string) (Link, error) {
	token, err := accounts.AdminLink(ctx, email)
	switch {
	case base.IsCode(err, base.Invalid):
		return Link{}, wrong("%q is not a mail address", email)
	case err != nil:
		return Link{}, fmt.Errorf("making the link: %w", err)
	}
	return setupLink(baseURL, token), nil
}

// askAdminLink has the running server make the link.
func askAdminLink(ctx context.Context, client *http.Client, email string) (Link, error) {
	body, err := json.Marshal(linkRequest{email})
	if err != nil {
		return Link{}, err
	}
	var answer linkAnswer
	if err := askJSON(ctx, client, "/admin", bytes.NewReader(body), &answer); err != nil {
		return Link{}, err
	}
	switch {
	case answer.Refused != "":
		return Link{}, wrong("%s", answer.Refused)
	case answer.Error != "":
		return Link{}, errors.New(answer.Error)
	}
	return answer.Link, nil
}
