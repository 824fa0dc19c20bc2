#include "shim.h"

/// A tree in the upper half of its cap is looked at more often: at 1 GB/s it grows by 20 MB between two looks.
enum { SAMPLE_MS = 100, FAST_SAMPLE_MS = 20, REPORT_MS = 250 };

void meter_start(struct meter *meter, const struct options *options, const struct group *group) {
  *meter = (struct meter){.options = options, .group = group};
  meter->output = stream_open(options->stdout_path);
  meter->error = stream_open(options->stderr_path);
}

static void exceed(struct meter *meter, enum excess excess, long long bytes) {
  meter->excess = excess;
  if (bytes > meter->excess_bytes) meter->excess_bytes = bytes;
}

static void sample(struct meter *meter, long long now) {
  long long processor_ms = meter->vitals.processor_ms;
  meter->vitals = vitals_read();
  // A process that is reaped between two readings may be missing in both; time never runs back.
  if (meter->vitals.processor_ms < processor_ms) meter->vitals.processor_ms = processor_ms;
  stream_trim(&meter->error, meter->options->error_bytes);
  bool is_near = meter->vitals.resident > meter->options->memory / 2;
  meter->next_sample = now + (is_near ? FAST_SAMPLE_MS : SAMPLE_MS);
}

bool meter_observe(struct meter *meter) {
  long long now = clock_ms();
  if (now < meter->next_sample) return false;
  sample(meter, now);
  if (now >= meter->next_report) {
    status_vitals(meter->options->status_fd, &meter->vitals, meter->error.dropped + stream_size(&meter->error));
    meter->next_report = now + REPORT_MS;
  }
  long long output = stream_size(&meter->output);
  if (output > meter->options->output_bytes) exceed(meter, EXCESS_OUTPUT, output);
  // In a group the kernel keeps the cap, and counts better: shared pages once.
  bool is_capped = meter->group->path[0] != '\0';
  if (!is_capped && meter->vitals.resident > meter->options->memory) exceed(meter, EXCESS_MEMORY, meter->vitals.resident);
  return meter->excess != EXCESS_NONE;
}

int meter_patience(const struct meter *meter) {
  long long left = meter->next_sample - clock_ms();
  return left > 0 ? (int)left : 0;
}

void meter_finish(struct meter *meter, struct outcome *outcome) {
  long long peak = 0;
  if (group_was_killed(meter->group, &peak)) {
    outcome->killed_by_kernel = true;
    exceed(meter, EXCESS_MEMORY, peak);
  }
  // A fast writer can meet the net under the limit between two looks, and die of it.
  long long output = stream_size(&meter->output);
  if (meter->excess == EXCESS_NONE && output > meter->options->output_bytes) exceed(meter, EXCESS_OUTPUT, output);
  stream_trim(&meter->error, meter->options->error_bytes);
  outcome->excess = meter->excess;
  outcome->excess_bytes = meter->excess_bytes;
  outcome->dropped = meter->error.dropped;
}
