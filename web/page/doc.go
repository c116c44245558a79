// Package page is the frame in which every room of the site stands: Page, what every page says around its own content, with
// its Form, Fields and parts such as Badge, Figure and Task; the anatomy of a team page (Head, Tabs, Table); Site, which
// shows pages, leads on after an act and answers errors, on pages, as problem documents and as the portal's protocol has
// them; readers of forms, JSON and queries; addresses; the layouts, the shared templates, the stylesheets and scripts.
package page
