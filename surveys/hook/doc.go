// Package hook tells programs outside what has happened, by signed webhooks.
//
// A base.Notice is kept by the write of what it tells. Service gives each Webhook that asks for its type a Delivery, which waits
// in the outbox beside the messages to people, and hands it to a Post until the program has taken it, or for two days. What a
// program gets is a Call; who has its secret can tell that it comes from here (Standard Webhooks). Reach says to which addresses
// a call may go.
package hook
