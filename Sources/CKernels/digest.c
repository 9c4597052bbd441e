#include "CKernels.h"
#include <string.h>

static uint64_t mixed(uint64_t a, uint64_t b) {
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}
static uint64_t word(const unsigned char *p) { uint64_t w; memcpy(&w, p, 8); return w; }

// Four lanes of folded multiplication (as in wyhash), joined at the end of each call: as fast as memory, no defence against an attacker.
void aw_digest(uint64_t state[2], const void *bytes, size_t count) {
    const uint64_t k0 = 0xa0761d6478bd642f, k1 = 0xe7037ed1a0b428db, k2 = 0x8ebc6af09c88c6e3, k3 = 0x589965cc75374cc3;
    const unsigned char *p = bytes;
    uint64_t a = state[0] ^ k0, b = state[1] ^ k1, c = state[0] ^ k2, d = state[1] ^ k3;
    size_t left = count;
    for (; left >= 64; left -= 64, p += 64) {
        a = mixed(a ^ word(p), word(p + 8) ^ k1);
        b = mixed(b ^ word(p + 16), word(p + 24) ^ k2);
        c = mixed(c ^ word(p + 32), word(p + 40) ^ k3);
        d = mixed(d ^ word(p + 48), word(p + 56) ^ k0);
    }
    unsigned char last[64] = {0};
    memcpy(last, p, left);
    a = mixed(a ^ word(last), word(last + 8) ^ k1);
    b = mixed(b ^ word(last + 16), word(last + 24) ^ k2);
    c = mixed(c ^ word(last + 32), word(last + 40) ^ k3);
    d = mixed(d ^ word(last + 48), word(last + 56) ^ k0);
    state[0] = mixed(a ^ k2, c ^ count) ^ mixed(b, d ^ k3);
    state[1] = mixed(b ^ k0, d ^ count) ^ mixed(c, a ^ k1);
}
