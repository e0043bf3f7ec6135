//! stub
pub fn render(s:&str)->String{s.to_owned()}
/// x
pub fn plain(s:&str)->String{s.to_owned()}
