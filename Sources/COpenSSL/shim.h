#ifndef NHA_RONG_COPENSSL_SHIM_H
#define NHA_RONG_COPENSSL_SHIM_H
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

// EVP_CIPHER_CTX_ctrl takes void *; these wrappers keep the casts out of Swift.
static inline int nr_gcm_set_tag(EVP_CIPHER_CTX *ctx, int length, unsigned char *tag) {
    return EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, length, tag);
}
static inline int nr_gcm_get_tag(EVP_CIPHER_CTX *ctx, int length, unsigned char *tag) {
    return EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, length, tag);
}

// The name of a digest as the parameter that a MAC takes; the name must outlive the parameter.
static inline OSSL_PARAM nr_digest_parameter(char *name) {
    return OSSL_PARAM_construct_utf8_string("digest", name, 0);
}

// A macro of OpenSSL that takes any number of arguments.
static inline EVP_PKEY *nr_new_key_of_p256(void) { return EVP_EC_gen("P-256"); }
#endif
