package main

import (
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// mostBatch keeps the statements of one transaction within what the databases take.
const mostBatch = 1024

// check refuses a setting that cannot be meant, and fills in those that follow from others. No message repeats a value
// that may hold a password.
func (c *Config) check() error {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil || port == "" {
		return usage("LINLI_ADDR (-addr): %q is not host:port", c.Addr)
	}
	for _, choice := range []struct {
		name, value string
		of          []string
	}{
		{"LINLI_MODE (-mode)", c.Mode, []string{"production", "development"}},
		{"LINLI_DEMO (-demo)", c.Demo, []string{"none", "small", "full"}},
		{"LINLI_INTROSPECTION (-introspection)", c.Introspection, []string{"", "on", "off"}},
		{"LINLI_RATE_LIMITS (-rate-limits)", c.RateLimits, []string{"on", "off"}},
	} {
		if !slices.Contains(choice.of, choice.value) {
			return usage("%s: %q is not one of %s", choice.name, choice.value, strings.TrimPrefix(strings.Join(choice.of, ", "), ", "))
		}
	}
	if c.DatabaseURL != "" && !strings.HasPrefix(c.DatabaseURL, "postgres://") && !strings.HasPrefix(c.DatabaseURL, "postgresql://") {
		return usage("DATABASE_URL (-database-url): must begin with postgres:// or be empty")
	}
	if err := c.checkNATS(); err != nil {
		return err
	}
	if c.MetricsAddress != "" {
		if _, _, err := net.SplitHostPort(c.MetricsAddress); err != nil {
			return usage("LINLI_METRICS_ADDR (-metrics-addr): %q is not host:port", c.MetricsAddress)
		}
	}
	if n, err := strconv.Atoi(c.Batch); err != nil || n < 1 || n > mostBatch {
		return usage("LINLI_BATCH (-batch): %q is not a number from 1 to %d", c.Batch, mostBatch)
	}
	if c.Keys == "" {
		c.Keys = filepath.Join(c.Data, "keys")
	}
	if c.URL == "" {
		c.URL = "http://" + net.JoinHostPort(reachable(host), port)
	}
	return c.checkAddresses()
}

func (c *Config) checkAddresses() error {
	c.URL = strings.TrimSuffix(c.URL, "/")
	if !isBase(c.URL) {
		return usage("LINLI_URL (-url): %q is not like https://example.org", c.URL)
	}
	if u, err := url.Parse(c.SMSURL); c.SMSURL != "" && (err != nil || u.Host == "" || !slices.Contains([]string{"http", "https"}, u.Scheme)) {
		return usage("LINLI_SMS_URL (-sms-url): must begin with https:// or http://")
	}
	for _, o := range list(c.Origins) {
		if !isBase(o) {
			return usage("LINLI_ORIGINS (-origins): %q is not like https://example.org", o)
		}
	}
	if _, err := c.networks(); err != nil {
		return usage("LINLI_TRUSTED_PROXIES (-trusted-proxies): %s", err)
	}
	return nil
}

// checkNATS refuses what is no list of servers, and servers for one that is alone.
func (c *Config) checkNATS() error {
	if c.NATSURL == "" {
		return nil
	}
	for address := range strings.SplitSeq(c.NATSURL, ",") {
		if u, err := url.Parse(strings.TrimSpace(address)); err != nil || u.Hostname() == "" || !slices.Contains([]string{"nats", "tls"}, u.Scheme) {
			return usage("LINLI_NATS_URL (-nats-url): must be like nats://host:4222, with commas between several")
		}
	}
	if c.DatabaseURL == "" {
		return usage("LINLI_NATS_URL (-nats-url): is for replicas on PostgreSQL, and DATABASE_URL is empty")
	}
	return nil
}

// networks are the proxies whose forwarded address is believed.
func (c *Config) networks() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range list(c.Proxies) {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			address, err := netip.ParseAddr(text)
			if err != nil {
				return nil, usage("%q is neither an address nor a network like 10.0.0.0/8", text)
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		out = append(out, prefix.Masked())
	}
	return out, nil
}

func isBase(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil &&
		(u.Path == "" || u.Path == "/") && u.RawQuery == "" && u.Fragment == ""
}

// reachable is a host under which a listener on all addresses is reached from this machine.
func reachable(host string) string {
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		return "localhost"
	}
	return host
}
