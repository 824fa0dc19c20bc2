#!/usr/bin/perl
# A miniature of OpenCode in one file: what a sandbox shows it is enough for it. It asks the provider of its configuration once for
# each prompt, and serves one request after the other.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use JSON::PP;

$| = 1;
my $json = JSON::PP->new->utf8->canonical;

sub slurp { open(my $file, '<', $_[0]) or die "$_[0]: $!"; local $/; return <$file> }
my $text = $ENV{OPENCODE_CONFIG} ? slurp($ENV{OPENCODE_CONFIG}) : '{}';
my $configuration = $json->decode($text);

sub option { my ($name, @words) = @_; for my $i (0 .. $#words - 1) { return $words[$i + 1] if $words[$i] eq $name } return '' }

# The order of the rules counts, and is in the text alone.
sub rules {
  my ($part) = $text =~ /"permission":\{((?:[^{}]|\{[^{}]*\})*)\}/ or return ();
  my @rules;
  while ($part =~ /"([^"]+)":(?:"(\w+)"|\{([^{}]*)\})/g) {
    my ($permission, $action, $inner) = ($1, $2, $3);
    push @rules, { permission => $permission, pattern => '*', action => $action } if defined $action;
    next unless defined $inner;
    push @rules, { permission => $permission, pattern => $1, action => $2 } while $inner =~ /"([^"]+)":"(\w+)"/g;
  }
  return @rules;
}

# What the model says to a prompt; dies with the provider's status.
sub ask {
  my ($provider, $model, $prompt) = @_;
  my $options = $configuration->{provider}{$provider}{options};
  my ($host, $path) = $options->{baseURL} =~ m{^http://([^/]+)(/.*)$} or die "bad address\n";
  my $key = $options->{apiKey} // '';
  $key =~ s/\{env:(\w+)\}/$ENV{$1}/;
  my $body = $json->encode({ model => $model, stream => JSON::PP::true, messages => [ { role => 'user', content => $prompt } ] });
  my $socket = IO::Socket::INET->new(PeerAddr => $host, Timeout => 20) or die "no provider: $!\n";
  print $socket "POST $path/chat/completions HTTP/1.1\r\nHost: $host\r\nAuthorization: Bearer $key\r\n"
    . "x-session-id: ses_miniature\r\nContent-Type: application/json\r\nContent-Length: " . length($body)
    . "\r\nConnection: close\r\n\r\n$body";
  my $answer = do { local $/; <$socket> } // '';
  my ($status) = $answer =~ m{^HTTP/1\.1 (\d+)} or die "no answer\n";
  die "status $status\n" unless $status == 200;
  my $said = '';
  for my $line (split /\r?\n/, $answer) {
    next unless $line =~ /^data: (\{.*)$/;
    my $chunk = eval { $json->decode($1) } or next;
    for my $choice (@{ $chunk->{choices} // [] }) { $said .= $choice->{delta}{content} // '' }
  }
  return $said;
}

sub finish { return { type => 'step-finish', reason => 'stop', cost => 0.01,
  tokens => { total => 30, input => 20, output => 10, reasoning => 0, cache => { read => 0, write => 0 } } } }

my @words = @ARGV;
if (grep { $_ eq '--version' } @words) { print "1.18.33\n"; exit 0 }
my $command = $words[0] // '';

if ($command eq 'debug') {
  my $agent = $configuration->{agent}{ $words[2] } or die "Agent $words[2] not found\n";
  print $json->encode({ name => $words[2], mode => $agent->{mode}, prompt => $agent->{prompt}, tools => {}, permission => [
    { permission => '*', pattern => '*', action => 'allow' }, rules() ] }), "\n";
  exit 0;
}

if ($command eq 'run') {
  my $prompt = do { local $/; <STDIN> };
  my ($provider, $model) = split m{/}, option('--model', @words), 2;
  my $line = sub { my ($type, $part) = @_;
    print $json->encode({ type => $type, timestamp => 1, sessionID => 'ses_run', part => { id => "prt_$type", sessionID => 'ses_run', %$part } }), "\n" };
  my $said = eval { ask($provider, $model, $prompt) };
  if (!defined $said) { print STDERR $@; exit 1 }
  $line->('step_start', { type => 'step-start' });
  $line->('text', { type => 'text', text => $said, time => { start => 1, end => 2 } });
  $line->('step_finish', finish());
  exit 0;
}

die "unknown command\n" unless $command eq 'serve';
$SIG{PIPE} = 'IGNORE';
my $port = option('--port', @words);
my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 32, ReuseAddr => 1)
  or die "Failed to start server: $!\n";
print "opencode server listening on http://127.0.0.1:$port\n";
my (@ears, $sessions);

sub spread { my ($type, %properties) = @_;
  my $line = 'data: ' . $json->encode({ id => 'evt_1', type => $type, properties => \%properties }) . "\n\n";
  print $_ $line for @ears }

while (my $client = $server->accept) {
  $client->autoflush(1);
  my ($head, $length) = ('', 0);
  while (defined(my $line = <$client>)) { last if $line eq "\r\n"; $head .= $line; $length = $1 if $line =~ /^content-length: (\d+)/i }
  read($client, my $body, $length) if $length;
  my ($method, $path) = $head =~ m{^(\w+) (\S+)};
  my $reply = sub { my ($status, $what) = @_; print $client "HTTP/1.1 $status X\r\nContent-Length: " . length($what) . "\r\nConnection: close\r\n\r\n$what"; close $client };
  use MIME::Base64;
  my $pass = encode_base64("opencode:$ENV{OPENCODE_SERVER_PASSWORD}", '');
  if ($head !~ /^authorization: basic \Q$pass\E\r$/mi) { $reply->(401, ''); next }
  if ($path eq '/event') {
    print $client "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    print $client 'data: {"type":"server.connected","properties":{}}' . "\n\n";
    push @ears, $client;
  } elsif ($path eq '/global/health') { $reply->(200, '{"healthy":true}')
  } elsif ($path eq '/session') { my $id = 'ses_' . ++$sessions; $reply->(200, "{\"id\":\"$id\"}")
  } elsif ($path =~ m{^/session/(ses_\d+)/prompt_async$}) {
    my $id = $1;
    $reply->(204, '');
    my $asked = $json->decode($body);
    my %session = (sessionID => $id);
    my $part = sub { my ($name, %part) = @_; spread('message.part.updated', %session, part => { id => "prt_$id$name", messageID => 'msg_2', sessionID => $id, %part }) };
    spread('session.status', %session, status => { type => 'busy' });
    my $said = eval { ask($asked->{model}{providerID}, $asked->{model}{modelID}, ($asked->{system} // '') . $asked->{parts}[0]{text}) };
    if (defined $said) {
      $part->('start', type => 'step-start');
      $part->('text', type => 'text', text => '', time => { start => 1 });
      spread('message.part.delta', %session, messageID => 'msg_2', partID => "prt_${id}text", field => 'text', delta => $said);
      $part->('text', type => 'text', text => $said, time => { start => 1, end => 2 });
      $part->('end', %{ finish() });
    } else { spread('session.error', %session, error => { name => 'APIError', data => { message => "$@", isRetryable => JSON::PP::false } }) }
    spread('session.status', %session, status => { type => 'idle' });
  } else { $reply->(200, 'true') }
}
