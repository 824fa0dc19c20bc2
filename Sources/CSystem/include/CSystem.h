#ifndef CSYSTEM_H
#define CSYSTEM_H
#include "CSystemOptions.h"
#endif
