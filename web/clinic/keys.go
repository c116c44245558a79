package clinic

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/web/auth"
	"soundings/web/page"
)

// keyRow is one API key. Post is where it is revoked.
type keyRow struct {
	Name    string
	Role    string
	Created string
	Post    string
}

func (s *Settings) keyRows(ctx context.Context, frame page.Page) ([]keyRow, error) {
	all, err := s.Auth.Keys(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]keyRow, len(all))
	for i, k := range all {
		rows[i] = keyRow{
			Name: k.Name, Role: frame.T("role." + string(k.Role)), Created: frame.Day(k.Created), Post: "/settings/keys/" + k.ID,
		}
	}
	return rows, nil
}

// AddKey makes an API key and shows it, this once.
func (s *Settings) AddKey(c echo.Context) error {
	key, _, err := s.Auth.CreateKey(c.Request().Context(), c.FormValue("key.name"), auth.Role(c.FormValue("key.role")))
	if err != nil {
		return s.Again(c, "/settings", under("key.", err), s.settingsPage)
	}
	return s.showOnce(c, func(v *SettingsPage) { v.NewKey = key })
}

// RemoveKey revokes an API key.
func (s *Settings) RemoveKey(c echo.Context) error {
	if err := s.Auth.RemoveKey(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return s.Done(c, "/settings", "flash.key_removed")
}
