/* Prints which functions of a running process are called, each once, in the order of their first call.
 *
 *     first_calls PID [each] < addresses
 *
 * With "each" every call is printed; one that another thread makes at the same moment may be missed.
 * Standard input has one address a line, hexadecimal, as the process sees it. "ready" is printed when all are watched; then
 * for each call its address and the thread. It ends at SIGTERM and leaves the process as it was. For x86-64 alone.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

struct place {
    unsigned long address;
    unsigned char byte;
    int is_armed;
};

static struct place *places;
static size_t count;
static int memory;
static int sees_each;
static volatile sig_atomic_t ends;

static void end(int number) {
    (void)number;
    ends = 1;
}

static int compare(const void *one, const void *other) {
    unsigned long a = ((const struct place *)one)->address, b = ((const struct place *)other)->address;
    return (a > b) - (a < b);
}

static void put(unsigned long address, unsigned char byte) {
    if (pwrite(memory, &byte, 1, (off_t)address) != 1) {
        perror("write");
        exit(1);
    }
}

/* Sends a thread that ran into a watched place back to it; true if it had. */
static int step_back(pid_t thread) {
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, thread, 0, &registers) != 0) return 0;
    struct place wanted = {.address = registers.rip - 1};
    struct place *found = bsearch(&wanted, places, count, sizeof *places, compare);
    if (!found) return 0;
    if (found->is_armed) {
        put(found->address, found->byte);
        found->is_armed = 0;
        printf("%lx %d\n", found->address, thread);
    }
    registers.rip -= 1;
    ptrace(PTRACE_SETREGS, thread, 0, &registers);
    if (sees_each && !ends) {
        int status;
        ptrace(PTRACE_SINGLESTEP, thread, 0, 0);
        waitpid(thread, &status, __WALL);
        put(found->address, 0xCC);
        found->is_armed = 1;
    }
    return 1;
}

/* What to deliver to a thread that stopped. */
static int signal_of(pid_t thread, int status) {
    int number = WSTOPSIG(status);
    if (status >> 16) return 0;
    return number == SIGTRAP && step_back(thread) ? 0 : number;
}

static void each_thread(pid_t process, void (*deed)(pid_t)) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", process);
    DIR *folder = opendir(path);
    if (!folder) return;
    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '.') deed((pid_t)atoi(entry->d_name));
    closedir(folder);
}

static void seize(pid_t thread) { ptrace(PTRACE_SEIZE, thread, 0, PTRACE_O_TRACECLONE); }

static void halt(pid_t thread) {
    int status;
    if (ptrace(PTRACE_INTERRUPT, thread, 0, 0) != 0) return;
    while (waitpid(thread, &status, __WALL) == thread && WIFSTOPPED(status)) {
        if (status >> 16 == PTRACE_EVENT_STOP) return;
        ptrace(PTRACE_CONT, thread, 0, signal_of(thread, status));
    }
}

static void let_go_on(pid_t thread) { ptrace(PTRACE_CONT, thread, 0, 0); }
static void leave(pid_t thread) {
    halt(thread);
    ptrace(PTRACE_DETACH, thread, 0, 0);
}

int main(int argc, char **argv) {
    if (argc < 2) return 64;
    sees_each = argc == 3 && strcmp(argv[2], "each") == 0;
    pid_t process = (pid_t)atoi(argv[1]);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", process);
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (unsigned long address; scanf("%lx", &address) == 1;) {
        if (count % 4096 == 0) places = realloc(places, (count + 4096) * sizeof *places);
        if (!places) return 1;
        places[count++] = (struct place){.address = address};
    }
    qsort(places, count, sizeof *places, compare);
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    each_thread(process, seize);
    each_thread(process, halt);
    memory = open(path, O_RDWR);
    if (memory < 0) return perror(path), 1;
    for (size_t i = 0; i < count; i++) {
        if (pread(memory, &places[i].byte, 1, (off_t)places[i].address) != 1) return perror("read"), 1;
        places[i].is_armed = 1;
    }
    for (size_t i = 0; i < count; i++) put(places[i].address, 0xCC);
    each_thread(process, let_go_on);
    puts("ready");
    while (!ends) {
        int status;
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0 && errno == EINTR) continue;
        if (thread < 0) return 1;
        if (WIFSTOPPED(status)) ptrace(PTRACE_CONT, thread, 0, signal_of(thread, status));
    }
    for (size_t i = 0; i < count; i++)
        if (places[i].is_armed) put(places[i].address, places[i].byte);
    each_thread(process, leave);
    return 0;
}
