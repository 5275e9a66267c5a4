#ifndef NHA_RONG_CLIBPQ_SHIM_H
#define NHA_RONG_CLIBPQ_SHIM_H
#include <libpq-fe.h>
#endif
