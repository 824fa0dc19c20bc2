#ifndef CSYSTEM_H
#define CSYSTEM_H
#include "CSystemGit.h"
#endif
