package clinic

import (
	"net/http"

	"soundings/surveys/hook"
	"soundings/web/page"
)

// Operations describes the API routes of this room, in the order of the table of routes.
func Operations() []page.Operation {
	return []page.Operation{
		{Method: http.MethodGet, Path: "/api/v1/settings", Summary: "The clinic's settings.", Answers: settingsAnswer{}},
		{Method: http.MethodPut, Path: "/api/v1/settings", Summary: "Changes the clinic's settings; what is left out stays as it is. Nothing is published and nobody is invited before name and telephone are set.", Takes: settingsBody{}, Answers: settingsAnswer{}},
		{Method: http.MethodGet, Path: "/api/v1/webhooks", Summary: "Where programs hear of what has happened.", Answers: page.List[webhookAnswer]{}},
		{Method: http.MethodPost, Path: "/api/v1/webhooks", Summary: "Adds a webhook. The answer has its secret, this once.", Takes: webhookBody{}, Rules: hook.Settings{}, Answers: webhookAnswer{}, Status: http.StatusCreated},
		{Method: http.MethodGet, Path: "/api/v1/webhooks/:id", Summary: "A webhook.", Answers: webhookAnswer{}},
		{Method: http.MethodPut, Path: "/api/v1/webhooks/:id", Summary: "Changes a webhook as a whole. One that is turned on, or leads elsewhere, is tried at once.", Takes: webhookBody{}, Rules: hook.Settings{}, Answers: webhookAnswer{}},
		{Method: http.MethodDelete, Path: "/api/v1/webhooks/:id", Summary: "Deletes a webhook. What waits for it is not sent.", Status: http.StatusNoContent},
		{Method: http.MethodPost, Path: "/api/v1/webhooks/:id/secret", Summary: "Gives a webhook a new secret, which the answer has this once. The one before signs too for a day.", Answers: webhookAnswer{}},
		{Method: http.MethodPost, Path: "/api/v1/webhooks/:id/test", Summary: "Sends a message of the type webhook.test at once, and answers what came of it.", Answers: deliveryAnswer{}},
		{Method: http.MethodGet, Path: "/api/v1/webhooks/:id/deliveries", Summary: "What was sent to a webhook, the latest first.", Query: "after limit", Answers: page.List[deliveryAnswer]{}},
	}
}
