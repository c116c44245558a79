// Package metrics turns what the domains know into the figures that Prometheus scrapes. They are counted again in the
// background, so that a scrape costs the same however much is stored.
package metrics
