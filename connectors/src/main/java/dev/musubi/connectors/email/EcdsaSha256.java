package dev.musubi.connectors.email;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Signatures by ECDSA on P-256 with SHA-256, in DER. Thread safe. */
final class EcdsaSha256 {

    private static final int P256 = 256;

    private final PublicKey key;

    private EcdsaSha256(PublicKey key) {
        this.key = key;
    }

    /**
     * @param base64 the public key as SubjectPublicKeyInfo in DER
     * @throws IllegalArgumentException where it is none of P-256
     */
    static EcdsaSha256 ofKey(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64.strip());
            PublicKey key =
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256) {
                return new EcdsaSha256(key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException noKey) {
            throw new IllegalArgumentException("expected a public key of P-256 in base64", noKey);
        }
        throw new IllegalArgumentException("expected a public key of P-256 in base64");
    }

    /** Whether the signature, in base64, belongs to these parts, one after the other. */
    boolean verifies(String base64, byte[]... parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initVerify(key);
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.verify(Base64.getDecoder().decode(base64));
        } catch (SignatureException | IllegalArgumentException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA256withECDSA", e);
        }
    }
}
