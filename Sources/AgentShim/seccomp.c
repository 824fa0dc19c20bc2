#define _GNU_SOURCE
#include "confine.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define OWN_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCH AUDIT_ARCH_AARCH64
#endif

enum { CAPACITY = 1024, TIOCSTI_CALL = 0x5412, TIOCLINUX_CALL = 0x541C, X32_BIT = 0x40000000 };
/// The flags of clone that make namespaces.
static const uint32_t namespaces = 0x7E020000;

struct program {
  struct sock_filter code[CAPACITY];
  unsigned short length;
};

static void emit(struct program *program, uint16_t code, uint32_t value, uint8_t yes, uint8_t no) {
  if (program->length < CAPACITY) program->code[program->length++] = (struct sock_filter){code, yes, no, value};
}

static void load(struct program *program, size_t offset) { emit(program, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }

/// The lower half of an argument, which is all that the kernel looks at for those that are checked; both machines have it first.
static void load_argument(struct program *program, int index) {
  load(program, offsetof(struct seccomp_data, args) + (size_t)index * sizeof(uint64_t));
}

static void answer(struct program *program, uint32_t action) { emit(program, BPF_RET | BPF_K, action, 0, 0); }

static void refuse(struct program *program, int error) { answer(program, SECCOMP_RET_ERRNO | (uint32_t)error); }

/// Goes on with the next instruction where what was loaded is `value`, else skips one.
static void only_if(struct program *program, uint32_t value) { emit(program, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1); }

/// Begins what is done for one call only; to be ended by `finish`.
static unsigned short begin(struct program *program, long call) {
  only_if(program, (uint32_t)call);
  return (unsigned short)(program->length - 1);
}

static void finish(struct program *program, unsigned short start) {
  program->code[start].jf = (uint8_t)(program->length - start - 1);
}

/// What lets a program reach other processes, the kernel or the machine (reliability.md, section 3). Numbers above 423 are the
/// same on all machines, and newer than many headers.
static const long refused[] = {
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, /* pidfd_getfd */ 438, /* process_madvise */ 440,
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_keyctl, SYS_add_key, SYS_request_key,
    /* io_uring_setup, _enter, _register: they make sockets that no filter sees */ 425, 426, 427,
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns,
    /* open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr, open_tree_attr */
    428, 429, 430, 431, 432, 433, 442, 467,
    SYS_open_by_handle_at, SYS_fanotify_init, SYS_quotactl, /* quotactl_fd */ 443, SYS_acct, SYS_syslog, SYS_vhangup,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff,
    SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex, SYS_sethostname, SYS_setdomainname,
#if defined(SYS_kexec_file_load)
    SYS_kexec_file_load,
#endif
#if defined(__x86_64__)
    SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
};

/// Landlock does not confine these, and by a path they change files of the user's own that nobody may even read here.
static const long refused_by_path[] = {
    SYS_fchmodat, /* fchmodat2 */ 452, SYS_fchownat, SYS_setxattr, SYS_lsetxattr, SYS_removexattr, SYS_lremovexattr,
    /* setxattrat, removexattrat */ 463, 466,
#if defined(__x86_64__)
    SYS_chmod, SYS_chown, SYS_lchown,
#endif
};

static void refuse_all(struct program *program, const long *calls, size_t count) {
  for (size_t index = 0; index < count; index++) {
    only_if(program, (uint32_t)calls[index]);
    refuse(program, EPERM);
  }
}

static void check_sockets(struct program *program, const struct confinement *confinement) {
  unsigned short start = begin(program, SYS_socket);
  load_argument(program, 0);
  if (confinement->unix_sockets) {
    only_if(program, AF_UNIX);
    answer(program, SECCOMP_RET_ALLOW);
  }
  if (confinement->inet_sockets) {
    // Landlock knows ports of TCP alone: neither another kind nor another protocol of streams may pass it by.
    emit(program, BPF_JMP | BPF_JEQ | BPF_K, AF_INET, confinement->landlock ? 1 : 2, 0);
    if (!confinement->landlock) emit(program, BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 1, 0);
    refuse(program, EACCES);
    load_argument(program, 1);
    emit(program, BPF_ALU | BPF_AND | BPF_K, 0xF, 0, 0);
    emit(program, BPF_JMP | BPF_JEQ | BPF_K, SOCK_STREAM, 1, 0);
    refuse(program, EACCES);
    load_argument(program, 2);
    only_if(program, 0);
    answer(program, SECCOMP_RET_ALLOW);
    only_if(program, IPPROTO_TCP);
    answer(program, SECCOMP_RET_ALLOW);
  }
  refuse(program, EACCES);
  finish(program, start);
}

static void check_arguments(struct program *program) {
  unsigned short start = begin(program, SYS_ioctl);
  load_argument(program, 1);
  only_if(program, TIOCSTI_CALL);
  refuse(program, EPERM);
  only_if(program, TIOCLINUX_CALL);
  refuse(program, EPERM);
  answer(program, SECCOMP_RET_ALLOW);
  finish(program, start);

  start = begin(program, SYS_clone);
  load_argument(program, 0);
  emit(program, BPF_JMP | BPF_JSET | BPF_K, namespaces, 0, 1);
  refuse(program, EPERM);
  answer(program, SECCOMP_RET_ALLOW);
  finish(program, start);

  // Its flags lie in memory, out of a filter's sight; the C library then takes the older call.
  only_if(program, /* clone3 */ 435);
  refuse(program, ENOSYS);
}

bool seccomp_confine(const struct confinement *confinement) {
#if !defined(OWN_ARCH)
  (void)confinement;
  fputs("agent-shim: there is no filter of system calls for this machine\n", stderr);
  return false;
#else
  static struct program program;
  load(&program, offsetof(struct seccomp_data, arch));
  emit(&program, BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCH, 1, 0);
  answer(&program, SECCOMP_RET_KILL_PROCESS);
  load(&program, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
  // The other numbering of the same calls.
  emit(&program, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
  refuse(&program, EPERM);
#endif
  refuse_all(&program, refused, sizeof refused / sizeof *refused);
  if (confinement->landlock) {
    refuse_all(&program, refused_by_path, sizeof refused_by_path / sizeof *refused_by_path);
  }
  check_sockets(&program, confinement);
  check_arguments(&program);
  answer(&program, SECCOMP_RET_ALLOW);
  struct sock_fprog filter = {program.length, program.code};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0) return true;
  confine_complain("no filter of system calls for", "this process");
  return false;
#endif
}
