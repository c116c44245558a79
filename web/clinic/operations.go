package clinic

import (
	"net/http"

	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	return []page.Operation{
		{Method: http.MethodGet, Path: "/api/v1/settings", Summary: "The clinic's settings.", Answers: settingsAnswer{}},
		{Method: http.MethodPut, Path: "/api/v1/settings", Summary: "Changes the clinic's settings; what is left out stays as it is. Nothing is published and nobody is invited before name and telephone are set.", Takes: settingsBody{}, Answers: settingsAnswer{}},
	}
}
