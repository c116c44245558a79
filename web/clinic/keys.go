package clinic

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/web/auth"
	"soundings/web/page"
)

// keyFields are the form's names for a key's members: the same page has a form with a role of its own.
var keyFields = map[string]string{"name": "key_name", "role": "key_role"}

func (s *Settings) keyRows(ctx context.Context, frame page.Page) ([]KeyRow, error) {
	all, err := s.Auth.Keys(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]KeyRow, len(all))
	for i, k := range all {
		rows[i] = KeyRow{
			Name: k.Name, Role: frame.T("role." + string(k.Role)), Created: frame.Day(k.Created), Post: "/settings/keys/" + k.ID,
		}
	}
	return rows, nil
}

// AddKey makes an API key and shows it, this once.
func (s *Settings) AddKey(c echo.Context) error {
	key, _, err := s.Auth.CreateKey(c.Request().Context(), c.FormValue("key_name"), auth.Role(c.FormValue("key_role")))
	if err != nil {
		return s.Again(c, "/settings", page.Renamed(err, keyFields), s.settingsPage)
	}
	return s.showOnce(c, func(v *SettingsPage) { v.NewKey = key })
}

func (s *Settings) RemoveKey(c echo.Context) error {
	if err := s.Auth.RemoveKey(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return s.Done(c, "/settings", "flash.key_removed")
}
