/** The browser comes from the system (see tools/dev); nothing is downloaded at install time. */
module.exports = { skipDownload: true };
