//! Who proves to be `secure.example` in tests, and whom it takes to believe that.

use std::sync::Arc;

use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
};

/// What lets a server of a test speak TLS under that name.
pub(in crate::server) fn acceptor() -> TlsAcceptor {
    let parts = include_bytes!("site.pem");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(parts).unwrap()],
            PrivateKeyDer::from_pem_slice(parts).unwrap(),
        )
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// The authority that vouches for it, and no other.
pub(in crate::server) fn roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_slice(include_bytes!("authority.pem"));
    roots.add(authority.unwrap()).unwrap();
    roots
}
