#ifndef FREED_MEMORY_H
#define FREED_MEMORY_H

/// Gives memory that was freed back to the system, which the allocator would keep; does nothing where that is not glibc's.
void give_back_freed_memory(void);

#endif
