// Package graph is the API: it holds no rules and builds no queries; a resolver is one call of an area.
package graph

// Resolver has one field per area.
type Resolver struct{}
